// SPDX-License-Identifier: Apache-2.0

package segments

import (
	"fmt"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"dossier/event"
)

// eventRow is the schema of events.parquet: the order of the fields is that of
// the columns, and the tags say how they are encoded. A Builder gathers the
// columns in that order; no value of this type is ever made.
type eventRow struct {
	ID            [16]byte `parquet:"id,plain"`
	Time          int64    `parquet:"time,optional,delta,zstd,timestamp(nanosecond)"`
	TimePrecision string   `parquet:"time_precision,dict,zstd"`
	TimeBasis     string   `parquet:"time_basis,dict,zstd"`
	TimeFlags     string   `parquet:"time_flags,dict,zstd"`
	TimeText      string   `parquet:"time_text,delta,zstd"`
	Kind          string   `parquet:"kind,dict,zstd"`

	ActorNamespace string `parquet:"actor_namespace,dict,zstd"`
	Actor          string `parquet:"actor,dict,zstd"`
	BehalfNS       string `parquet:"on_behalf_of_namespace,dict,zstd"`
	Behalf         string `parquet:"on_behalf_of,dict,zstd"`
	Initiated      string `parquet:"initiated,dict,zstd"`

	ObjectType  string `parquet:"object_type,dict,zstd"`
	ObjectID    string `parquet:"object_id,dict,zstd"`
	ObjectName  string `parquet:"object_name,dict,zstd"`
	Targets     string `parquet:"targets,dict,zstd"`
	Attachments string `parquet:"attachments,dict,zstd"`

	Records          int64  `parquet:"records,optional,delta,zstd"`
	RecordsBasis     string `parquet:"records_basis,dict,zstd"`
	Pages            int64  `parquet:"pages,optional,delta,zstd"`
	PagesBasis       string `parquet:"pages_basis,dict,zstd"`
	Copies           int64  `parquet:"copies,optional,delta,zstd"`
	CopiesBasis      string `parquet:"copies_basis,dict,zstd"`
	Bytes            int64  `parquet:"bytes,optional,delta,zstd"`
	BytesBasis       string `parquet:"bytes_basis,dict,zstd"`
	AttachmentCount  int64  `parquet:"attachment_count,optional,delta,zstd"`
	AttachmentsBasis string `parquet:"attachment_count_basis,dict,zstd"`
	Items            int64  `parquet:"items,optional,delta,zstd"`
	ItemsBasis       string `parquet:"items_basis,dict,zstd"`

	Outcome string `parquet:"outcome,dict,zstd"`
	IP      string `parquet:"ip,dict,zstd"`
	Device  string `parquet:"device,dict,zstd"`
	Client  string `parquet:"client,dict,zstd"`
	Session string `parquet:"session,dict,zstd"`
	Text    string `parquet:"text,dict,zstd"`
	Body    string `parquet:"body,zstd"`
	Attrs   string `parquet:"attrs,zstd"`
	Group   string `parquet:"group_id,zstd"`

	Key        [16]byte `parquet:"key,plain"`
	Source     string   `parquet:"source,dict,zstd"`
	Parser     string   `parquet:"parser,dict,zstd"`
	SpanOffset int64    `parquet:"span_offset,delta,zstd"`
	SpanLength int64    `parquet:"span_length,delta,zstd"`
	Line       int64    `parquet:"line,delta,zstd"`
	Ordinal    int32    `parquet:"ordinal,delta,zstd"`
	MoreSpans  string   `parquet:"more_spans,dict,zstd"`
}

// The JSON forms of lists. Short names: they are repeated in every row.
type (
	targetJSON struct {
		Role      string `json:"role"`
		Namespace string `json:"namespace,omitempty"`
		Account   string `json:"account,omitempty"`
		Name      string `json:"name,omitempty"`
	}
	attachmentJSON struct {
		Name      string `json:"name"`
		MediaType string `json:"mediaType,omitempty"`
		SizeBytes int64  `json:"sizeBytes"`
		SHA256    string `json:"sha256,omitempty"`
	}
)

func encodeTargets(targets []event.Target) string {
	if len(targets) == 0 {
		return ""
	}
	list := make([]targetJSON, len(targets))
	for i, t := range targets {
		list[i] = targetJSON{t.Role, string(t.Account.Namespace), t.Account.Name, t.Name}
	}
	return encode(list)
}

func encodeAttachments(attachments []event.Attachment) string {
	if len(attachments) == 0 {
		return ""
	}
	list := make([]attachmentJSON, len(attachments))
	for i, a := range attachments {
		list[i] = attachmentJSON(a)
	}
	return encode(list)
}

func encodeSpans(spans []event.Span) string {
	if len(spans) == 0 {
		return ""
	}
	list := make([][3]int64, len(spans))
	for i, s := range spans {
		list[i] = [3]int64{s.Offset, s.Length, s.Line}
	}
	return encode(list)
}

// encodeAttrs is appendAttrs as a text.
func encodeAttrs(attrs []event.Attr) string { return string(appendAttrs(nil, attrs)) }

// appendAttrs writes an object whose members keep their order; a name that is
// there twice is written twice. Without attributes it writes nothing.
func appendAttrs(out []byte, attrs []event.Attr) []byte {
	for i := range attrs {
		out = append(out, "{,"[min(i, 1)])
		out = appendQuoted(out, attrs[i].Name)
		out = append(out, ':')
		out = appendQuoted(out, attrs[i].Value)
	}
	if len(attrs) > 0 {
		out = append(out, '}')
	}
	return out
}

// appendQuoted writes a JSON string. Most texts need no more than quotes.
func appendQuoted(out []byte, text string) []byte {
	if !verbatim(text) {
		out, _ = jsontext.AppendQuote(out, text)
		return out
	}
	out = append(out, '"')
	out = append(out, text...)
	return append(out, '"')
}

// A byte in each of eight.
const (
	ones  = 0x0101010101010101
	highs = 0x80 * ones
)

// verbatim reports whether every byte of the text stands for itself in a JSON
// string: ASCII without controls, quotes and backslashes. It looks at eight bytes
// at a time, where a byte less than n is one that borrows when n is taken away.
func verbatim(text string) bool {
	for ; len(text) >= 8; text = text[8:] {
		x := uint64(text[0]) | uint64(text[1])<<8 | uint64(text[2])<<16 | uint64(text[3])<<24 |
			uint64(text[4])<<32 | uint64(text[5])<<40 | uint64(text[6])<<48 | uint64(text[7])<<56
		quote, slash := x^('"'*ones), x^('\\'*ones)
		if (x|(x-' '*ones)|(quote-ones)|(slash-ones))&highs != 0 {
			return false
		}
	}
	for i := range len(text) {
		if c := text[i]; c < ' ' || c >= 0x80 || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// encode cannot fail on the types above: ingest has seen to it that their text is
// UTF-8.
func encode(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("segments: encode %T: %v", v, err))
	}
	return string(text)
}

// Targets reads a text of the column targets.
func Targets(text string) ([]event.Target, error) { return decodeTargets(text) }

// Attachments reads a text of the column attachments.
func Attachments(text string) ([]event.Attachment, error) { return decodeAttachments(text) }

// Precision reads a text of the column time_precision.
func Precision(text string) event.Precision { return precisionNamed(text) }

// QuantityBasis reads a text of a column such as pages_basis.
func QuantityBasis(text string) event.QuantityBasis { return quantityBasisNamed(text) }

func decodeTargets(text string) ([]event.Target, error) {
	if text == "" {
		return nil, nil
	}
	var list []targetJSON
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return nil, fmt.Errorf("targets: %w", err)
	}
	targets := make([]event.Target, len(list))
	for i, t := range list {
		targets[i] = event.Target{Role: t.Role, Name: t.Name,
			Account: event.Account{Namespace: event.Namespace(t.Namespace), Name: t.Account}}
	}
	return targets, nil
}

func decodeAttachments(text string) ([]event.Attachment, error) {
	if text == "" {
		return nil, nil
	}
	var list []attachmentJSON
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return nil, fmt.Errorf("attachments: %w", err)
	}
	attachments := make([]event.Attachment, len(list))
	for i, a := range list {
		attachments[i] = event.Attachment(a)
	}
	return attachments, nil
}

func decodeSpans(text string) ([]event.Span, error) {
	if text == "" {
		return nil, nil
	}
	var list [][3]int64
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return nil, fmt.Errorf("more spans: %w", err)
	}
	spans := make([]event.Span, len(list))
	for i, s := range list {
		spans[i] = event.Span{Offset: s[0], Length: s[1], Line: s[2]}
	}
	return spans, nil
}

func decodeAttrs(text string) ([]event.Attr, error) {
	if text == "" {
		return nil, nil
	}
	d := jsontext.NewDecoder(newReader(text), jsontext.AllowDuplicateNames(true))
	if _, err := d.ReadToken(); err != nil {
		return nil, fmt.Errorf("attrs: %w", err)
	}
	var attrs []event.Attr
	for d.PeekKind() == '"' {
		name, err := d.ReadToken()
		if err != nil {
			return nil, fmt.Errorf("attrs: %w", err)
		}
		a := event.Attr{Name: name.String()}
		value, err := d.ReadToken()
		if err != nil {
			return nil, fmt.Errorf("attrs: %w", err)
		}
		a.Value = value.String()
		attrs = append(attrs, a)
	}
	return attrs, nil
}

// The words of time columns, read back.
func precisionNamed(word string) event.Precision {
	for p := event.PrecisionNone; p <= event.PrecisionNano; p++ {
		if p.String() == word {
			return p
		}
	}
	return event.PrecisionNone
}

func basisNamed(word string) event.TimeBasis {
	for b := event.TimeNone; b <= event.TimeUnknown; b++ {
		if b.String() == word {
			return b
		}
	}
	return event.TimeNone
}

func quantityBasisNamed(word string) event.QuantityBasis {
	for b := event.Absent; b <= event.Estimated; b++ {
		if b.String() == word {
			return b
		}
	}
	return event.Absent
}

func unixNano(nanos int64) time.Time { return time.Unix(0, nanos).UTC() }
