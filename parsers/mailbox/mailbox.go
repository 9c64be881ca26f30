// SPDX-License-Identifier: Apache-2.0

// Package mailbox reads mail as programs keep it: mailboxes in the mbox family,
// and single messages.
//
// A source is read once, line by line. What is kept of a message is its header,
// bounded, the begin of its text, and a digest of everything; attachments are
// decoded and hashed while they pass. So neither the size of a mailbox nor that
// of a message decides how much memory is used.
//
// Both parsers are Binary: mail is lines of bytes, each part with a charset of
// its own, and a length that the header of a message states can only be checked
// by looking ahead in the source itself.
package mailbox

import "dossier/parsers"

// MboxParser reads mailboxes: mboxo, mboxrd, mboxcl, mboxcl2, Mozilla, Google
// Takeout.
var MboxParser = parsers.Parser{
	Name:    "mbox",
	Version: 1,
	Title:   "Mailbox (mbox: Unix, Thunderbird, Google Takeout)",
	Doc:     mboxDoc + messageDoc,
	Binary:  true,
	Samples: mboxSamples,
	Sniff:   sniffMbox,
	Parse:   parseMbox,
}

// MessageParser reads files that are one message: EML, Maildir, Apple Mail .emlx.
var MessageParser = parsers.Parser{
	Name:    "eml",
	Version: 1,
	Title:   "Mail message (EML, Maildir, EMLX)",
	Doc:     emlDoc + messageDoc,
	Binary:  true,
	Samples: emlSamples,
	Sniff:   sniffMessage,
	Parse:   parseMessage,
}

const mboxDoc = `A file of messages, one after another, each behind a line that begins with
"From ". Thunderbird, Apple Mail, Unix mailers and Google Takeout write it.

Where a message begins. The format has no escape that all programs keep to, so
it is judged. "From " begins a message if sender and date follow ("From
ann@here.example Mon May 13 18:02:11 2024", the zone anywhere), or "-" with or
without a date (Mozilla), or digits and "@xxx" with or without a date (Takeout);
and if the next line is a field that mail programs write, or a blank line stands
before and any field follows. A bare address, or words that end in a year, count
only with both. Any other line that begins with "From " is text. Text that quotes
a whole mailbox unescaped is therefore read as the messages that it quotes: the
quoting message is cut there.

Content-Length is followed over such lines only if a message or the end of the
mailbox stands exactly where it leads, and no message passed over states a
length of its own; mbox-enclosed-from-lines then counts the lines passed over.

The From_ line and the blank line behind a message belong to its record. One '>'
is taken off lines like ">From ": whether the writing program put it there cannot
be known (mboxo loses that; mboxcl2 and Mozilla put none).

Bytes before the first From_ line are a reject, as is a From_ line with nothing
behind it. Mailboxes with bare CR as line end are not read. Unverified for want of
samples: Takeout's date after "@xxx", Pine, Eudora and Apple Mail variants.

`

const emlDoc = `A file that is one message (RFC 5322): what mail programs save as .eml, the
files of a Maildir, and Apple Mail's .emlx. A From_ line or blank lines before the
header are passed over. Of an .emlx file, the byte count before and the property
list behind belong to the record; its numbers and texts become emlx-...
attributes (unverified: no sample). The flags in Maildir file names are not read:
names do not decide what is read. A file without a header field is a reject.

`

const messageDoc = `Kind: mail.message, one per message.

Time: the Date field with its offset, flagged sender-time, for nothing but the
sender's clock vouches for it. Where there is none, or none that can be read or
held, the date of the topmost Received field: then time-from says "received" and
date keeps what the sender wrote. Failing both, no time. A time without offset, or
with a zone's name that several zones bear (IST, BST), is local time of a zone to
be supplied.

Actor: From, in namespace email (display-name or legacy-dn where no address is
recorded). A Sender that differs is the actor, on behalf of From. Targets: To, Cc
and Bcc with names. Initiated: automation if Auto-Submitted says so. Object: the
message with its Message-ID as recorded. Text: the subject, decoded. Client:
X-Mailer, else User-Agent. IP: X-Originating-IP, else the client address of the
lowest Received field; ip-from says "x-originating-ip" or "received-bottom". All of
it is what the message says of itself; only the servers of the recipient's side
wrote the upper Received fields.

Group: message-id:<...>. Quantities: bytes of the message as kept here, without
the From_ line, and attachments listed. Other logs of the message state both
again, so they are "repeated" in the group, and "own" without a Message-ID. A
Message-ID that a sender used for different messages makes one group of them.

Attachments: every part that is not text of the message: parts with a file name,
parts with Content-Disposition attachment, parts of other types than text (also
delivery reports, signatures, winmail.dat, whose content is not opened), uuencoded
files in the text. An attached message is listed, and behind it its own
attachments, named "outer.eml!/inner.csv" ("message!/" where it has no name); its
message-id, from, date and subject become attached-... attributes. Size and
SHA-256 are of the decoded bytes. Text that is not in base64 is taken with CRLF
line ends, as it is on the wire, so that a copy kept with LF has the same digest;
the digest of the sender's own file may differ. Names come from filename, else
name (RFC 2231, RFC 2047, or 8-bit); attachment-other-name tells of a second name
that differs. 1,000 are listed, attachments-unlisted counts the rest.

Body: the plain text, else the text of the HTML, else of a file shown inline, up
to 64 KiB (body-cut, body-from). Text of attached messages is not in it.

Key: a digest over header and body in their order: with it, the same message in
two mailboxes, or in a mailbox and as a file, is one message. Left out is what
keeping a message changes: the From_ line, kind of line ends, '>' before "From ",
folding of header fields, blank lines at the end, and the fields Status, X-Status,
X-Mozilla-*, X-GM-THRID, X-GM-MSGID, X-Gmail-Labels, Content-Length, Lines, X-UID,
X-UIDL, X-Keywords, X-Label, X-IMAP, X-IMAPbase, X-Account-Key, X-Evolution,
X-TUID. The sender's and the recipient's copy differ in Received fields: they have
one group, but two keys. A message with neither Message-ID nor Date nor Received
has no key.

Attributes, where present: from-name, sender-name, from (if several), the fields
in-reply-to, references, reply-to, return-path, delivered-to, envelope-to,
auto-submitted, precedence, content-language, importance, thread-index,
thread-topic, list-id, status, x-gm-thrid, x-gmail-labels, x-mozilla-status,
resent-*, x-forwarded-*, x-originating-*, x-auth*, authentication-results,
x-ms-exchange-organization-*, x-ms-exchange-crosstenant-* and some more;
received-hops, received-top, received-bottom; content-type; repeated-from, -sender,
-subject, -date, -message-id where a field occurs again with another value;
mbox-from (the From_ line); header-lines-malformed; recipients-unlisted beyond
10,000; mime-defect for each thing wrong with the structure. Values are cut at
4 KiB. Bounds: 1 MiB of header, 32 multiparts and 8 messages in one another.
`
