// SPDX-License-Identifier: Apache-2.0

package event

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
)

// ID names an event, fact or reject for ever: the first 16 bytes of SHA-256
// over the source's digest, the offset of its first span and its ordinal in the
// record. It does not depend on the parser's version, so a tag keeps its event.
type ID [16]byte

// NewID makes the ID of what was read at offset of the source. The ordinal is
// 0-based among the events and facts of one record.
func NewID(source Digest, offset int64, ordinal int) ID {
	var buf [48]byte
	copy(buf[:32], source[:])
	binary.BigEndian.PutUint64(buf[32:], uint64(offset))
	binary.BigEndian.PutUint64(buf[40:], uint64(ordinal))
	sum := sha256.Sum256(buf[:])
	return ID(sum[:16])
}

// String is 32 lower-case hexadecimal digits.
func (id ID) String() string { return hex.EncodeToString(id[:]) }

// ParseID reads what String wrote.
func ParseID(s string) (ID, error) {
	var id ID
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != len(id) {
		return id, fmt.Errorf("event id %q: want 32 hexadecimal digits", s)
	}
	return ID(b), nil
}

// Key is what makes an act unique in the system that recorded it: a digest over
// the natural key that the parser states in its Doc. The zero Key says that the
// format has none, and nothing is a duplicate of the event.
type Key [16]byte

// NewKey digests a natural key. The first part names the recording system
// ("salesforce-elf", "m365-ual"), so that keys of different systems never meet;
// parts are told apart by their length, so ("ab","c") is not ("a","bc").
func NewKey(parts ...string) Key {
	buf := make([]byte, 0, 256)
	for _, part := range parts {
		buf = binary.AppendUvarint(buf, uint64(len(part)))
		buf = append(buf, part...)
	}
	sum := sha256.Sum256(buf)
	return Key(sum[:16])
}

// IsZero reports whether there is no natural key.
func (k Key) IsZero() bool { return k == Key{} }

// String is 32 hexadecimal digits, empty for the zero Key.
func (k Key) String() string {
	if k.IsZero() {
		return ""
	}
	return hex.EncodeToString(k[:])
}

// Initiated says what set an act going. A system's act is never attributed to
// the person whose account it names.
type Initiated string

// The ways in which an act can begin. InitiatedUnknown is what a record that
// does not say means.
const (
	InitiatedUnknown    Initiated = ""
	InitiatedUser       Initiated = "user"       // a person at a client
	InitiatedSystem     Initiated = "system"     // the service itself
	InitiatedAutomation Initiated = "automation" // an integration, schedule or rule that a person set up
	InitiatedDelegate   Initiated = "delegate"   // a person in another's name
)

// Outcome is what became of the act, where the record says so.
type Outcome string

// The outcomes. The product's own code or text belongs in Attrs.
const (
	OutcomeUnknown Outcome = ""
	OutcomeSuccess Outcome = "success"
	OutcomeFailure Outcome = "failure"
	OutcomePartial Outcome = "partial"
)

// Object is the thing acted on. Each part may be empty.
type Object struct {
	Type string // "report", "customer", "contact", "document", "message", "mailbox", "user", "list", "printer" …
	ID   string // in the product's own spelling; Salesforce ids in their 18-character form
	Name string
}

// Target is where an act went or through what: a recipient, a printer, a share.
type Target struct {
	Role    string  // one of the Role constants
	Account Account // who or what
	Name    string  // display name, where the record has one besides
}

// The roles of targets.
const (
	RoleTo        = "to"         // recipient; also when the record does not tell to, cc and bcc apart
	RoleCc        = "cc"         // copy
	RoleBcc       = "bcc"        // blind copy
	RoleForward   = "forward-to" // where a rule or setting sends on
	RolePrinter   = "printer"    // print queue
	RoleShare     = "share-with" // who a thing was shared with
	RoleDelegate  = "delegate"   // who was given access
	RoleUser      = "user"       // account acted upon
	RoleMailbox   = "mailbox"    // mailbox acted in, where it is not the actor's
	RoleFrom      = "from"       // who a message came from, in events of the receiving side
	RoleContainer = "container"  // site, folder, file share or library that holds the object
)

// Attachment is a file that travelled with a message, as far as the record
// describes it.
type Attachment struct {
	Name      string
	MediaType string
	SizeBytes int64  // -1 where the record does not say
	SHA256    string // hexadecimal; empty where the bytes are not in evidence
}

// Attr is a further field understood: the format's own field name in
// kebab-case, and its value verbatim.
type Attr struct{ Name, Value string }

// Event is one act as one or more records tell it. A value; the slices belong to
// whoever made it until it is handed to a sink, and to nobody who changes them
// afterwards.
type Event struct {
	ID   ID // set by ingest
	Time Time
	Kind Kind

	Actor      Account   // who acted, as recorded; zero if the record does not say
	OnBehalfOf Account   // in whose name, where that is somebody else
	Initiated  Initiated // what set it going

	Object      Object
	Targets     []Target
	Attachments []Attachment
	Quantities  Quantities

	Outcome Outcome
	IP      string // client address without port; other than an address it stays in Attrs
	Device  string // the machine acted from
	Client  string // program, app or user agent acted with
	Session string // what ties the events of one session together

	Text  string // subject, title or query text
	Body  string // text body of a message, bounded; empty with --no-bodies
	Attrs []Attr // in the order of the format's columns or keys

	Group  string // the act several events describe, e.g. "message-id:<…>"; empty: this event alone
	Key    Key
	Origin Origin

	// Duplicate says that another copy of this act, with a smaller ID, is primary.
	// Set when an event is read from a case; a parser leaves it alone.
	Duplicate bool
}

// Attr returns the value of the first attribute of that name, or "".
func (e *Event) Attr(name string) string { return attr(e.Attrs, name) }

func attr(attrs []Attr, name string) string {
	for i := range attrs {
		if attrs[i].Name == name {
			return attrs[i].Value
		}
	}
	return ""
}
