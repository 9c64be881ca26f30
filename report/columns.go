// SPDX-License-Identifier: Apache-2.0

package report

import "slices"

// Keys of the columns, in the order of a chronology. A key is never renamed: it is the
// column's name in every format that machines read.
const (
	ColumnItem        = "item"           // MH-0042
	ColumnTimeLocal   = "time_local"     // 2024-05-13 (Mon) 18:42:07 EDT (UTC-04:00), and #2 for the second at one time
	ColumnTimeUTC     = "time_utc"       // 2024-05-13T22:42:07Z
	ColumnPerson      = "person"         // to whom the account is attributed
	ColumnClass       = "person_class"   // A, B or C
	ColumnAccount     = "account"        // exactly as recorded
	ColumnStatement   = "statement"      // what the record states, as a neutral sentence
	ColumnObject      = "object"         // what was acted on
	ColumnQuantity    = "quantity"       // rows, pages, bytes
	ColumnFrom        = "from_where"     // address, device, printer, client
	ColumnInitiated   = "initiated_by"   // user, system, automation, delegated, unknown
	ColumnSource      = "source"         // path, line or record, short digest
	ColumnExhibit     = "exhibit"        // where the verbatim record stands
	ColumnTZBasis     = "tz_basis"       // how the zone is known
	ColumnTimeFlag    = "time_flag"      // what is doubtful about the time
	ColumnTimeRaw     = "time_raw"       // the time verbatim
	ColumnPrecision   = "precision"      // ms, s, min, day
	ColumnTimeOther   = "time_utc_other" // the other instant that an ambiguous time can mean
	ColumnSequence    = "sequence"       // 1-based among items of one time
	ColumnRecordKind  = "record_kind"    // machine, human-entered, derived, comment
	ColumnKind        = "kind"           // crm.report.export
	ColumnNamespace   = "account_namespace"
	ColumnOnBehalfOf  = "on_behalf_of"
	ColumnSourceFile  = "source_file"
	ColumnRecord      = "source_record" // line or record number
	ColumnByteOffset  = "byte_offset"
	ColumnByteLength  = "byte_length"
	ColumnDigest      = "source_sha256"
	ColumnEvent       = "event_id"
	ColumnVerbatim    = "verbatim"
	ColumnRedactions  = "redactions"
	ColumnIssues      = "issues"
	ColumnSignificant = "significance"
	ColumnStatus      = "status"
	ColumnKey         = "key"
	ColumnNotes       = "notes"
)

// facts are the columns of what the records state. Widths add up to about a hundred.
var facts = []Column{
	{Key: ColumnItem, Title: "Item", Width: 5},
	{Key: ColumnTimeLocal, Title: "Date and time", Width: 10},
	{Key: ColumnTimeUTC, Title: "Date and time (UTC)", Width: 8},
	{Key: ColumnPerson, Title: "Person (as attributed)", Width: 7},
	{Key: ColumnClass, Title: "Class", Width: 3},
	{Key: ColumnAccount, Title: "Account as recorded", Width: 9},
	{Key: ColumnStatement, Title: "What the record states", Width: 23, Long: true},
	{Key: ColumnObject, Title: "Object", Width: 9, Long: true},
	{Key: ColumnQuantity, Title: "Quantity", Width: 5},
	{Key: ColumnFrom, Title: "From where", Width: 8},
	{Key: ColumnInitiated, Title: "Initiated by", Width: 5},
	{Key: ColumnSource, Title: "Source", Width: 11},
	{Key: ColumnExhibit, Title: "Exhibit", Width: 5},
	{Key: ColumnTZBasis, Title: "Time basis", Width: 6},
	{Key: ColumnTimeFlag, Title: "Time flag", Width: 4},
	{Key: ColumnTimeRaw, Title: "Time as recorded"},
	{Key: ColumnPrecision, Title: "Precision"},
	{Key: ColumnTimeOther, Title: "Other possible time (UTC)"},
	{Key: ColumnSequence, Title: "Sequence at this time"},
	{Key: ColumnRecordKind, Title: "Kind of record"},
	{Key: ColumnKind, Title: "Kind of event"},
	{Key: ColumnNamespace, Title: "Account namespace"},
	{Key: ColumnOnBehalfOf, Title: "On behalf of"},
	{Key: ColumnSourceFile, Title: "Source file"},
	{Key: ColumnRecord, Title: "Line or record"},
	{Key: ColumnByteOffset, Title: "Byte offset"},
	{Key: ColumnByteLength, Title: "Length in bytes"},
	{Key: ColumnDigest, Title: "SHA-256 of the source", Mono: true},
	{Key: ColumnEvent, Title: "Event", Mono: true},
	{Key: ColumnVerbatim, Title: "Record, verbatim", Long: true, Mono: true},
	{Key: ColumnRedactions, Title: "Redactions"},
}

// opinions are the columns of what people say about the records.
var opinions = []Column{
	{Key: ColumnIssues, Title: "Issues", Width: 6},
	{Key: ColumnSignificant, Title: "Significance", Width: 10, Long: true},
	{Key: ColumnStatus, Title: "Status", Width: 5},
	{Key: ColumnKey, Title: "Key", Width: 3},
	{Key: ColumnNotes, Title: "Notes of counsel", Width: 10, Long: true},
}

// whitelist says which opinions a profile may show; none that it does not name. A new
// column is in no profile until it is listed here.
var whitelist = map[Profile][]string{
	Produced:        nil,
	Court1006:       nil,
	Illustrative107: {ColumnIssues, ColumnSignificant, ColumnKey},
	Counsel:         {ColumnIssues, ColumnSignificant, ColumnStatus, ColumnKey, ColumnNotes},
	Internal:        {ColumnIssues, ColumnSignificant, ColumnStatus, ColumnKey, ColumnNotes},
}

// Columns are the columns of a profile, in order; the slice is the caller's. There are
// none for a profile that is not one.
func (p Profile) Columns() []Column {
	shown, ok := whitelist[p]
	if !ok {
		return nil
	}
	list := slices.Clone(facts)
	for _, c := range opinions {
		if slices.Contains(shown, c.Key) {
			list = append(list, c)
		}
	}
	return list
}

// Profiles lists the profiles, in the order of the help.
func Profiles() []Profile {
	return []Profile{Produced, Counsel, Court1006, Illustrative107, Internal}
}

// Index is the position of a column by its key; -1 if the document has none.
func (d *Document) Index(key string) int {
	return slices.IndexFunc(d.Columns, func(c Column) bool { return c.Key == key })
}
