// SPDX-License-Identifier: Apache-2.0

package index

import (
	"sort"
	"strings"
	"time"

	"dossier/event"
	"dossier/index/internal/columns"
	"dossier/index/internal/segments"
)

// times are the times of a segment's rows, as segments.Segment.Times has them.
func (c *Case) times(segment int) ([]int64, error) {
	return kept(&c.cache, cacheKey{segment, "times"}, func() ([]int64, int64, error) {
		list, err := c.segments[segment].Times()
		return list, 8 * int64(cap(list)), err
	})
}

// lower is the first row that is not before the instant.
func lower(times []int64, at time.Time) int64 {
	return int64(sort.Search(len(times), func(i int) bool { return !time.Unix(0, times[i]).Before(at) }))
}

// dictionary is the distinct texts of a column, as recorded and folded.
type dictionary struct {
	entries []string
	folded  *columns.Blob
	strange []bool // of lists: the texts with escapes, or with letters that are not ASCII
}

func (c *Case) dictionary(segment int, column string) (*dictionary, error) {
	return kept(&c.cache, cacheKey{segment, "texts " + column}, func() (*dictionary, int64, error) {
		entries, err := c.segments[segment].Dictionary(column)
		if err != nil {
			return nil, 0, err
		}
		d := &dictionary{entries: entries, folded: foldAll(entries)}
		n := d.folded.SizeBytes()
		if column == "targets" || column == "attachments" {
			n += int64(len(entries))
			for _, e := range entries {
				d.strange = append(d.strange, strings.IndexByte(e, '\\') >= 0 || foreign([]byte(e)))
			}
		}
		for _, e := range entries {
			n += 16 + int64(len(e))
		}
		return d, n, nil
	})
}

func (c *Case) codes(segment int, column string) (*columns.Codes, error) {
	return kept(&c.cache, cacheKey{segment, "codes " + column}, func() (*columns.Codes, int64, error) {
		codes, err := c.segments[segment].Codes(column)
		if err != nil {
			return nil, 0, err
		}
		return codes, codes.SizeBytes(), nil
	})
}

func (c *Case) numbers(segment int, column string) (*columns.Numbers, error) {
	return kept(&c.cache, cacheKey{segment, "numbers " + column}, func() (*columns.Numbers, int64, error) {
		n, err := c.segments[segment].Numbers(column)
		if err != nil {
			return nil, 0, err
		}
		return n, n.SizeBytes(), nil
	})
}

// composite is several columns taken as one: its codes number the combinations that
// occur.
type composite struct {
	codes *columns.Codes
	texts [][]string // by code, then by column
}

// composite joins columns of a segment.
func (c *Case) composite(segment int, names []string) (*composite, error) {
	return kept(&c.cache, cacheKey{segment, "columns " + strings.Join(names, " ")}, func() (*composite, int64, error) {
		list := make([]*columns.Codes, len(names))
		for i, name := range names {
			var err error
			if list[i], err = c.codes(segment, name); err != nil {
				return nil, 0, err
			}
		}
		joined := join(list, c.segments[segment].Count())
		n := int64(len(joined.texts)) * int64(24+16*len(names))
		if len(list) > 1 {
			n += joined.codes.SizeBytes()
		}
		return joined, n, nil
	})
}

// join numbers the combinations of codes that occur, in the order of their rows.
func join(list []*columns.Codes, rows int64) *composite {
	if len(list) == 1 {
		c := &composite{codes: list[0]}
		for _, e := range list[0].Entries {
			c.texts = append(c.texts, []string{e})
		}
		return c
	}
	codes := make([]uint32, rows)
	for row := range codes {
		codes[row] = list[0].At(int64(row))
	}
	firsts := pairUp(codes, list[1:])
	c := &composite{codes: columns.NewCodes(nil, len(firsts), rows)}
	for _, code := range codes {
		c.codes.Append(code)
	}
	for _, row := range firsts {
		texts := make([]string, len(list))
		for i, one := range list {
			texts[i] = one.Entries[one.At(row)]
		}
		c.texts = append(c.texts, texts)
	}
	return c
}

// pairUp makes of the codes those of the combinations with the codes of the list,
// and returns the first row of each combination.
func pairUp(codes []uint32, list []*columns.Codes) (firsts []int64) {
	for _, one := range list {
		firsts = firsts[:0]
		known := map[uint64]uint32{}
		last, lastCode := ^uint64(0), uint32(0)
		for row, code := range codes {
			pair := uint64(code)<<32 | uint64(one.At(int64(row)))
			if pair != last {
				joined, ok := known[pair]
				if !ok {
					joined = uint32(len(firsts))
					known[pair] = joined
					firsts = append(firsts, int64(row))
				}
				last, lastCode = pair, joined
			}
			codes[row] = lastCode
		}
	}
	return firsts
}

// put gives an event what a column says.
func put(e *event.Event, column, text string) error {
	var err error
	switch column {
	case "kind":
		e.Kind = event.Kind(text)
	case "actor_namespace":
		e.Actor.Namespace = event.Namespace(text)
	case "actor":
		e.Actor.Name = text
	case "on_behalf_of_namespace":
		e.OnBehalfOf.Namespace = event.Namespace(text)
	case "on_behalf_of":
		e.OnBehalfOf.Name = text
	case "initiated":
		e.Initiated = event.Initiated(text)
	case "object_type":
		e.Object.Type = text
	case "object_id":
		e.Object.ID = text
	case "object_name":
		e.Object.Name = text
	case "targets":
		e.Targets, err = segments.Targets(text)
	case "attachments":
		e.Attachments, err = segments.Attachments(text)
	case "source":
		e.Origin.Source, err = event.ParseDigest(text)
	case "time_flags":
		e.Time.Flags = event.ParseTimeFlags(text)
	case "time_precision":
		e.Time.Precision = segments.Precision(text)
	default:
		putText(e, column, text)
	}
	return err
}

func putText(e *event.Event, column, text string) {
	switch column {
	case "outcome":
		e.Outcome = event.Outcome(text)
	case "ip":
		e.IP = text
	case "device":
		e.Device = text
	case "client":
		e.Client = text
	case "session":
		e.Session = text
	case "text":
		e.Text = text
	case "parser":
		e.Origin.Parser = text
	default:
		panic("index: no part of an event is in column " + column)
	}
}
