// SPDX-License-Identifier: Apache-2.0

package unifiedaudit

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"dossier/parsers"
)

// readData reads AuditData; of a broken one, what is whole in it and what is wrong.
// The answer is valid until j reads on.
func readData(j *parsers.JSONReader, text string) (data parsers.JSON, broken string) {
	if strings.TrimSpace(text) == "" {
		return parsers.JSON{}, "empty"
	}
	data, rest, err := j.Prefix(text)
	switch {
	case err != nil:
		return salvage(data, text), err.Error()
	case !data.IsObject():
		return salvage(parsers.JSON{}, text), "no json object"
	case strings.TrimSpace(rest) != "":
		return data, fmt.Sprintf("json at byte %d: something follows the value", len(text)-len(rest))
	}
	return data, ""
}

// unquoted finds the JSON in a row as it stood in the file that Splunk read: its
// quotes are doubled, and it may be cut off.
func unquoted(raw string) string {
	start := strings.IndexByte(raw, '{')
	if start < 0 {
		return ""
	}
	raw = raw[start:]
	if !strings.HasPrefix(raw, `{""`) {
		return raw
	}
	if end := strings.LastIndex(raw, `}"`); end >= 0 && !strings.HasPrefix(raw[end:], `}""`) {
		raw = raw[:end+1]
	}
	return strings.ReplaceAll(raw, `""`, `"`)
}

// salvage adds to the members read whole those essentials that a scan for their
// names finds further on. The id is not among them: parts of a record have ids too.
func salvage(data parsers.JSON, text string) parsers.JSON {
	if data.Get("Operation").Exists() {
		return data
	}
	out := []byte{'{'}
	if whole := data.String(); len(whole) > len("{}") {
		out = append([]byte(whole[:len(whole)-1]), ',')
	}
	empty := len(out)
	for _, name := range salvaged {
		value := scanFor(text, name)
		if value == "" || data.Get(name).Exists() {
			continue
		}
		out = append(appendJSON(out, name), ':')
		out = append(appendJSON(out, value), ',')
	}
	if len(out) == empty {
		return data
	}
	out[len(out)-1] = '}'
	found, err := parsers.ParseJSONText(string(out))
	if err != nil {
		return data
	}
	return found
}

// salvaged are the members looked for in the rubble.
var salvaged = []string{"CreationTime", "Operation", "RecordType", "Workload", "UserId", "UserType", "ResultStatus", "ClientIP", "ObjectId"}

// scanFor finds the first "name": with a whole string or number behind it. A
// subject that contains such a text is no danger: its quotes are escaped.
func scanFor(text, name string) string {
	key := `"` + name + `":`
	i := strings.Index(text, key)
	if i < 0 {
		return ""
	}
	v, rest, err := parsers.ParseJSONPrefix(text[i+len(key):])
	if err != nil || rest == "" || v.IsObject() || v.IsArray() {
		return ""
	}
	return v.Text()
}

// appendJSON appends a text as a JSON string.
func appendJSON(out []byte, text string) []byte {
	out, _ = jsontext.AppendQuote(out, text) // errs on what is not UTF-8 only
	return out
}
