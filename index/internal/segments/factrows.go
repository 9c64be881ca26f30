// SPDX-License-Identifier: Apache-2.0

package segments

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"

	"dossier/event"
)

func newReader(s string) *strings.Reader { return strings.NewReader(s) }

// factRow is the schema of facts.parquet.
type factRow struct {
	ID            [16]byte `parquet:"id,plain"`
	Kind          string   `parquet:"kind,dict,zstd"`
	SubjectType   string   `parquet:"subject_type,dict,zstd"`
	SubjectID     string   `parquet:"subject_id,zstd"`
	SubjectName   string   `parquet:"subject_name,zstd"`
	Accounts      string   `parquet:"accounts,zstd"`
	OwnerNS       string   `parquet:"owner_namespace,dict,zstd"`
	Owner         string   `parquet:"owner,dict,zstd"`
	Given         string   `parquet:"given,zstd"`
	Surname       string   `parquet:"surname,zstd"`
	Title         string   `parquet:"title,dict,zstd"`
	Department    string   `parquet:"department,dict,zstd"`
	Office        string   `parquet:"office,dict,zstd"`
	Company       string   `parquet:"company,dict,zstd"`
	ManagerNS     string   `parquet:"manager_namespace,dict,zstd"`
	Manager       string   `parquet:"manager,dict,zstd"`
	Hired         string   `parquet:"hired,dict,zstd"`
	Notice        string   `parquet:"notice,dict,zstd"`
	Leaves        string   `parquet:"leaves,dict,zstd"`
	Active        string   `parquet:"active,dict,zstd"`
	AsOf          *int64   `parquet:"as_of,optional,timestamp(nanosecond)"`
	AsOfPrecision string   `parquet:"as_of_precision,dict,zstd"`
	AsOfBasis     string   `parquet:"as_of_basis,dict,zstd"`
	AsOfText      string   `parquet:"as_of_text,dict,zstd"`
	Attrs         string   `parquet:"attrs,zstd"`
	Key           [16]byte `parquet:"key,plain"`
	Source        string   `parquet:"source,dict,zstd"`
	Parser        string   `parquet:"parser,dict,zstd"`
	SpanOffset    int64    `parquet:"span_offset,delta,zstd"`
	SpanLength    int64    `parquet:"span_length,delta,zstd"`
	Line          int64    `parquet:"line,delta,zstd"`
	Ordinal       int32    `parquet:"ordinal,delta,zstd"`
	MoreSpans     string   `parquet:"more_spans,dict,zstd"`
}

var truths = [...]string{event.Unstated: "", event.Yes: "yes", event.No: "no"}

func (r *factRow) fill(f *event.Fact) {
	*r = factRow{
		ID: f.ID, Kind: string(f.Kind),
		SubjectType: f.Subject.Type, SubjectID: f.Subject.ID, SubjectName: f.Subject.Name,
		Accounts: encodeAccounts(f.Accounts),
		OwnerNS:  string(f.Owner.Namespace), Owner: f.Owner.Name,
		Given: f.Given, Surname: f.Surname, Title: f.Title, Department: f.Department,
		Office: f.Office, Company: f.Company,
		ManagerNS: string(f.Manager.Namespace), Manager: f.Manager.Name,
		Hired: string(f.Hired), Notice: string(f.Notice), Leaves: string(f.Leaves), Active: truths[f.Active],
		AsOfPrecision: f.AsOf.Precision.String(), AsOfBasis: f.AsOf.Basis.String(), AsOfText: f.AsOf.Text,
		Attrs: encodeAttrs(f.Attrs), Key: f.Key,
		Source: f.Origin.Source.String(), Parser: f.Origin.Parser,
		SpanOffset: f.Origin.Span.Offset, SpanLength: f.Origin.Span.Length, Line: f.Origin.Span.Line,
		Ordinal: int32(f.Origin.Ordinal), MoreSpans: encodeSpans(f.Origin.More),
	}
	if f.AsOf.Known() {
		nanos := f.AsOf.UTC.UnixNano()
		r.AsOf = &nanos
	}
}

// fact reads a row back.
func (r *factRow) fact() (*event.Fact, error) {
	accounts, err := decodeAccounts(r.Accounts)
	if err != nil {
		return nil, err
	}
	attrs, err := decodeAttrs(r.Attrs)
	if err != nil {
		return nil, err
	}
	origin, err := originOf(r.Source, r.Parser, event.Span{Offset: r.SpanOffset, Length: r.SpanLength, Line: r.Line}, r.Ordinal, r.MoreSpans)
	if err != nil {
		return nil, err
	}
	f := &event.Fact{
		ID: r.ID, Kind: event.FactKind(r.Kind),
		Subject:  event.Object{Type: r.SubjectType, ID: r.SubjectID, Name: r.SubjectName},
		Accounts: accounts, Owner: event.Account{Namespace: event.Namespace(r.OwnerNS), Name: r.Owner},
		Given: r.Given, Surname: r.Surname, Title: r.Title, Department: r.Department,
		Office: r.Office, Company: r.Company,
		Manager: event.Account{Namespace: event.Namespace(r.ManagerNS), Name: r.Manager},
		Hired:   event.Date(r.Hired), Notice: event.Date(r.Notice), Leaves: event.Date(r.Leaves),
		AsOf:  event.Time{Precision: precisionNamed(r.AsOfPrecision), Basis: basisNamed(r.AsOfBasis), Text: r.AsOfText},
		Attrs: attrs, Key: r.Key, Origin: origin,
	}
	for i, word := range truths {
		if r.Active == word {
			f.Active = event.Truth(i)
		}
	}
	if r.AsOf != nil {
		f.AsOf.UTC = unixNano(*r.AsOf)
	}
	return f, nil
}

func encodeAccounts(accounts []event.Account) string {
	if len(accounts) == 0 {
		return ""
	}
	list := make([][2]string, len(accounts))
	for i, a := range accounts {
		list[i] = [2]string{string(a.Namespace), a.Name}
	}
	return encode(list)
}

func decodeAccounts(text string) ([]event.Account, error) {
	if text == "" {
		return nil, nil
	}
	var list [][2]string
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return nil, fmt.Errorf("accounts: %w", err)
	}
	accounts := make([]event.Account, len(list))
	for i, a := range list {
		accounts[i] = event.Account{Namespace: event.Namespace(a[0]), Name: a[1]}
	}
	return accounts, nil
}

func originOf(source, parser string, span event.Span, ordinal int32, more string) (event.Origin, error) {
	digest, err := event.ParseDigest(source)
	if err != nil {
		return event.Origin{}, err
	}
	spans, err := decodeSpans(more)
	if err != nil {
		return event.Origin{}, err
	}
	return event.Origin{Source: digest, Parser: parser, Span: span, Ordinal: int(ordinal), More: spans}, nil
}

// rejectRow is the schema of rejects.parquet.
type rejectRow struct {
	ID         [16]byte `parquet:"id,plain"`
	Reason     string   `parquet:"reason,dict,zstd"`
	Detail     string   `parquet:"detail,zstd"`
	Source     string   `parquet:"source,dict,zstd"`
	Parser     string   `parquet:"parser,dict,zstd"`
	SpanOffset int64    `parquet:"span_offset,delta,zstd"`
	SpanLength int64    `parquet:"span_length,delta,zstd"`
	Line       int64    `parquet:"line,delta,zstd"`
}

func (r *rejectRow) fill(x *event.Reject) {
	*r = rejectRow{
		ID: x.ID, Reason: x.Reason, Detail: x.Detail, Source: x.Origin.Source.String(), Parser: x.Origin.Parser,
		SpanOffset: x.Origin.Span.Offset, SpanLength: x.Origin.Span.Length, Line: x.Origin.Span.Line,
	}
}

func (r *rejectRow) reject() (event.Reject, error) {
	origin, err := originOf(r.Source, r.Parser, event.Span{Offset: r.SpanOffset, Length: r.SpanLength, Line: r.Line}, 0, "")
	return event.Reject{ID: r.ID, Origin: origin, Reason: r.Reason, Detail: r.Detail}, err
}
