// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// file is one file given, or found in a folder given.
type file struct {
	name      string // where it lies
	path      string // as recorded: from the argument's last element on, with slashes
	sizeBytes int64
	refused   string // why it is not read: "a link, not followed"
}

// walk lists the files at the paths, folders in the order of their names.
func walk(paths []string, exclude string) ([]file, error) {
	var files []file
	for _, p := range paths {
		absolute, err := filepath.Abs(p)
		if err != nil {
			return nil, fmt.Errorf("path %s: %w", p, err)
		}
		// The argument itself may be a link: whoever names it means what it points to.
		root, err := filepath.EvalSymlinks(absolute)
		if err != nil {
			return nil, fmt.Errorf("path %s: %w", p, err)
		}
		err = filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			recorded := filepath.Base(absolute)
			if rel, relErr := filepath.Rel(root, name); relErr == nil && rel != "." {
				recorded = path.Join(recorded, filepath.ToSlash(rel))
			}
			recorded = textOf(recorded)
			if err != nil {
				files = append(files, file{name: name, path: recorded, refused: "cannot be opened: " + reasonOf(err)})
				return nil
			}
			if d.IsDir() {
				if name == exclude {
					return fs.SkipDir
				}
				return nil
			}
			files = append(files, describeFile(name, recorded, d))
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("path %s: %w", p, err)
		}
	}
	return files, nil
}

func describeFile(name, recorded string, d fs.DirEntry) file {
	f := file{name: name, path: recorded}
	switch info, err := d.Info(); {
	case err != nil:
		f.refused = "cannot be opened: " + reasonOf(err)
	case d.Type()&fs.ModeSymlink != 0:
		f.refused = "a link, not followed"
	case !d.Type().IsRegular():
		f.refused = "not a regular file"
	default:
		f.sizeBytes = info.Size()
	}
	return f
}

// textOf is a name with what is no UTF-8 in it spelt out, as \xE7: so that it can
// stand in a case, and two names stay two.
func textOf(name string) string {
	if utf8.ValidString(name) {
		return name
	}
	var out strings.Builder
	for i, width := 0, 0; i < len(name); i += width {
		var c rune
		c, width = utf8.DecodeRuneInString(name[i:])
		if c == utf8.RuneError && width == 1 {
			fmt.Fprintf(&out, `\x%02X`, name[i])
		} else {
			out.WriteString(name[i : i+width])
		}
	}
	return out.String()
}

// reasonOf is an error without the path it repeats.
func reasonOf(err error) string {
	if p := (*os.PathError)(nil); errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}
