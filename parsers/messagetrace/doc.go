// SPDX-License-Identifier: Apache-2.0

package messagetrace

const docKindsOfList = `Kinds: one event a row: a message by its sender to one recipient.
  mail.send        sent by a mailbox of the organisation (FromIP is empty and ToIP is
                   not). Also where the record does not tell which way the message
                   went (both addresses there, both empty, or not exported): the
                   attribute direction then says "not recorded", and the sender may
                   be a stranger
  mail.receive     came in from outside (ToIP is empty and FromIP is not)
  mail.bounce      Status Failed
  mail.quarantine  Status Quarantined or FilteredAsSpam
  mail.expand      Status Expanded
That an empty FromIP means a sender inside is how others' tools read it; it is not
documented. Rows of Get-MessageTraceDetail (Event instead of Status) are steps:
Submit mail.send, Send mail.relay, Deliver mail.deliver, Expand, Defer, Fail, Spam and
Malware by name, the others mail.transport (these names are unverified).

Actor: the sender (email), whoever that is. Target: the recipient (to). Object: the
message by its Message-ID. Text: subject, which may be cut or empty. IP: FromIP, the
machine that handed the message to Microsoft. Outcome: Delivered and Expanded are
success, Failed is failure. Initiated: system for bounce, quarantine, expand and
steps, else unknown. The trace names no attachments.`

const docFieldsOfList = `Group: Message-ID, else the message trace id. Quantities: Size as Bytes, repeated on
every event of the group; 0 occurs. Key: message trace id (else Message-ID), recipient,
second, status, step and detail; without any id also sender, subject and size. CSV and
JSON of one message have one key; a later export with another status has another.

Attributes: every other column under its own name (status, to-ip, message-trace-id,
organization, start-date, end-date, index …); sender, recipient, size, Message-ID and
FromIP only where the fields above do not hold them verbatim; direction; ragged-row,
with column-N and further-columns for cells beyond the header.`

const docList = `The list of messages of the last 10 days (V2: 90 days) that Get-MessageTrace or
Get-MessageTraceV2 gave to Export-Csv, any columns in any order: at least three of
Received, SenderAddress, RecipientAddress and MessageTraceId. No such file could be
had; the names are those of the properties, which the JSON form confirms.

` + docKindsOfList + `

Times: Received, UTC by format, written as the exporting machine writes dates: the
order of day and month is inferred from the first 64 KiB unless supplied.
` + docFieldsOfList

const docPortal = `The list of messages as the Exchange or Defender portal exports it: a time, Sender,
Recipient, Subject and Status under headings for people. The real headings are not
known; the usual ones are read.

` + docKindsOfList + `

Times: in the time zone that the portal was set to: "Date (UTC-05:00)" states it, else
a zone is asked for. The order of day and month is inferred from the first 64 KiB
unless supplied.
` + docFieldsOfList

const docJSON = `The list of messages as JSON, one object a line: of the reporting web service (OData)
or Get-MessageTrace through a collector. An object that has not at least three of
Received, SenderAddress, RecipientAddress and MessageTraceId is a reject.

` + docKindsOfList + `

Times: Received as ISO 8601, UTC by format also without a Z, or "/Date(ms)/".
` + docFieldsOfList

const docEnhanced = `The enhanced summary of a historical search (portal, or Start-HistoricalSearch of type
MessageTrace), up to 90 days: one row a message. No such file could be had: the names
of the columns are those that others' tools read, their order does not count.

One event for each recipient of recipient_status, "kim@acme.example##Receive, Send;…".
A row of more than 5,000 recipients, or one that would repeat more than 64 MiB, stays
one event with up to 10,000 targets.
Kinds: mail.bounce for a recipient with Fail, mail.quarantine with Quarantine, Spam or
FilteredAsSpam, mail.expand with Expand; else by directionality mail.send (2,
Originating) or mail.receive (1, Incoming); where that tells nothing mail.send with the
attribute direction "not recorded".

Actor: sender_address (email), whoever that is. Target: the recipient (to). Object: the
message by its Message-ID. Text: subject. IP: original_client_ip, the sending client,
which Microsoft keeps for 10 days only. Outcome: Send and Deliver are success, Fail is
failure. Initiated: system for bounce, quarantine and expand, else unknown. The report
names no attachments.
Times: origin_timestamp_utc, UTC by format; the order of day and month, if there is any
doubt, is inferred from the first 64 KiB unless supplied.
Group: Message-ID, else network_message_id. Quantities: total_bytes as Bytes, repeated
on every event of the group. Key: network_message_id and Message-ID (the row without
them), second, recipient and its states, counted if they occur twice.

Attributes: recipient-status as far as it concerns the recipient; every other column
under its own name (network-message-id, directionality, connector-id,
delivery-priority …); sender, size, Message-ID and client address only where the fields
above do not hold them verbatim; direction; ragged-row, with column-N and
further-columns for cells beyond the header.`

const docExtended = `The extended report of a historical search (portal, or Start-HistoricalSearch of type
MessageTraceDetail), up to 90 days: the steps of each message as Exchange Online's own
message tracking wrote them, date_time_utc, source, event_id and so on. No such file
could be had: the names of the columns are those that others' tools read, their order
does not count.

Kinds, fields, quantities and attributes are those of the Exchange message tracking log
(exchange-tracking), which has the same columns: see there. custom_data is taken apart:
custom-data-tra is what a transport rule did, custom-data-ama what the malware scan
found (with names of files), custom-data-sfa the spam filter.
Times: date_time_utc, UTC by format; the order of day and month, if there is any doubt,
is inferred from the first 64 KiB unless supplied.
Group: Message-ID, else network_message_id. Key: the whole row by the names of its
columns.`
