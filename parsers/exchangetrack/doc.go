// SPDX-License-Identifier: Apache-2.0

package exchangetrack

const doc = `The message tracking log of Exchange Server 2010 to Subscription Edition:
MSGTRK*.LOG in TransportRoles\Logs\MessageTracking, one row a step of a message,
by default 30 days of it. Columns are found by the line #Fields, which is read anew
where files were joined; a plain header with the same names is read too, and rows
of 30 or 26 cells without any header by position (Exchange 2016 and later, 2010).
The log names no attachments. Subjects may be switched off. A line that begins with
# and is none of Exchange's is a reject: it may be a row that was commented out.

Kinds, by source and event-id:
  mail.send        STOREDRIVER RECEIVE or SUBMIT, unless Incoming; CLIENTSUBMISSION
                   (unverified); SMTP RECEIVE, Originating, through a connector named
                   "Client Frontend" or "Client Proxy" (Exchange's default names)
  mail.relay       SENDEXTERNAL; SMTP SEND whose custom data name the Internet or a
                   reply from outside, else through a connector other than
                   Exchange's own for passing on inside (what lies behind such a
                   connector is for its settings to say)
  mail.receive     SMTP RECEIVE, Incoming, or from the Internet by its custom data
  mail.deliver     DELIVER
  mail.forward     source MAILBOXRULE; REDIRECT to another address than
                   related-recipient-address
  mail.expand      EXPAND
  mail.bounce      FAIL, DSN, DELIVERFAIL, SUBMITFAIL, BADMAIL
  mail.defer       DEFER, SUBMITDEFER, RESUBMITDEFER
  mail.quarantine  source or event QUARANTINE; SPAM (unverified)
  mail.transport   every other step; RESOLVE too, which mostly puts the main address
                   of a mailbox in the place of an alias
One message gives many events, and its submission often two (RECEIVE and SUBMIT):
count groups, not events.

Actor: sender-address (email; legacy-dn for an X.500 address) as recorded, also
where a server acted. Initiated: of a submission, user or system by ClientType;
unknown for a client that serves people and programs alike (EWS, REST); of rules
and REDIRECT automation; of all other steps system.
Targets: recipient-address; to, cc and bcc where recipient-status tells (on
submission), else to. In mail.forward the new address is forward-to and the old
one mailbox. Over 10,000 recipients the rest is in the attribute alone.
Object: the message by its Message-ID. Text: subject. Client: ClientType.
IP: original-client-ip; of an SMTP RECEIVE without it the proxied client of the
custom data, else client-ip. Elsewhere client-ip is a server of Exchange and stays
an attribute. Device and Session: of SMTP RECEIVE only, the host name to that
address and the SMTP session.
Outcome: delivered is success, bounced is failure, relayed by its SMTP replies.

Times: UTC by format. Group: Message-ID, else network-message-id.
Quantities: total-bytes as Bytes, the size of the message with its attachments,
repeated on every event of the group (it grows a little on the way).
Key: the whole row by the names of its columns.

Attributes: every other column under its own name (source, event-id, source-context,
connector-id, client-ip, client-hostname, server-ip, server-hostname,
internal-message-id, network-message-id, recipient-status, recipient-count,
related-recipient-address, reference, return-path, message-info, directionality,
tenant-id, original-server-ip, transport-traffic-type, log-id, schema-version), and
sender-address, recipient-address, original-client-ip, total-bytes where the fields
above do not hold them verbatim; custom-data-NAME for each of 64 pairs of the custom
data, custom-data for what is left of it; ragged-row, with column-N and
further-columns for cells beyond the header.`

const docExport = `What Get-MessageTrackingLog of Exchange Server wrote through Export-Csv: the rows
of exchange-tracking under the names of .NET properties (Timestamp, EventId, Source,
Sender, Recipients, MessageSubject …), any of them in any order. Known from
descriptions, not from a file.

Times: local time of the machine that exported, so a zone is asked for; the order of
day and month is inferred from the first 64 KiB unless supplied.
Recipients may be joined by blanks, commas or semicolons. Where PowerShell wrote
"System.String[]" there are no targets, and the attribute recipients says so.
Key: the whole row by the names of its columns, without what PowerShell adds about
its session; so an export and the log itself do not have the same keys.
Kinds, fields and attributes are those of exchange-tracking; event-data stays as
it is.`
