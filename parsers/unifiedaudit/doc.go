// SPDX-License-Identifier: Apache-2.0

package unifiedaudit

const docCSV = `The Unified Audit Log of Microsoft 365 (Purview Audit) as CSV. Each row has a
JSON object in the column AuditData; everything is taken from there. Known
shapes, in any order of columns, with comma, semicolon or tab:
- the old portal: CreationDate,UserIds,Operations,AuditData (50,000 rows at most)
- the new portal: RecordId,CreationDate,RecordType,Operation,UserId,AuditData,…
- Search-UnifiedAuditLog | Export-Csv: 13 columns, RecordType as a word
- re-exports by Splunk (columns sorted, with _raw) and by Excel
` + docCommon + `
What CSV adds: the columns are used where AuditData lacks the fact. Where they
contradict AuditData, they are kept as column-user, column-operation,
column-identity and column-creation-date. ResultIndex, ResultCount, IsValid,
ObjectState and AssociatedAdminUnits… are attributes; the columns of the
PowerShell session and of Splunk are not. If AuditData is empty and Splunk's
_raw is there, AuditData is taken from it (audit-data-from).
`

const docJSON = `The Unified Audit Log of Microsoft 365 (Purview Audit) as JSON: AuditData objects
as the Office 365 Management Activity API gives them, or objects with the columns
of the CSV and AuditData as text or object, also under the names of Microsoft
Graph (auditData; not seen). One a line, as an array, one after another,
pretty-printed or not; or one page of an API, {"value":[…]} up to 8 MiB, whose
records share a span.
` + docCommon

const docCommon = `
Kinds: mail.* for items of mailboxes, rules, forwarding, delegates; file.* for
SharePoint, OneDrive and endpoint data loss prevention; print.job for FilePrinted;
auth.* for log-ins, consents and credentials; crm.* for Dynamics 365 and Power BI;
admin.* for the rest. An operation that is not known has the kind "other" of its
workload.

Natural key: the record's Id, a GUID. Without one, all of AuditData; of a broken
record without one, the whole row. Exports of overlapping searches repeat records:
in one real export 3,900 of 5,373 ids.

Times: CreationTime, in UTC by definition, to the second. CreationDate (UTC, in
the spelling of the exporting machine) only where that is missing. Records can
arrive a day and more after the act; retention is 180 days or a year.

Actor: UserId. Namespaces: upn; sid; service (NT AUTHORITY\…, app@sharepoint,
Certificate); app-id (ServicePrincipal_…, and a GUID unless UserType is regular or
admin: then it is the user's, directory-id); link (anonymous, urn:spo:…);
windows-sam for other bare names. Initiated: system for UserType 3, 4, 7, 8 and
service names; automation for 5, 6, app-ids and app@…; delegate for LogonType 1, 2,
6 and for SendAs and SendOnBehalf; else user. OnBehalfOf: SendAsUserSmtp,
SendOnBehalfOfUserSmtp. A mailbox that is not the actor's is a target "mailbox".

Group: a record about one message has its Message-ID; its size and its number of
attachments are then "repeated". Dynamics: CorrelationId, by which a record longer
than 3 KB is split (unverified that the parts never repeat an id).

Quantities: Items, messages affected or, of MailItemsAccessed, opened (OperationCount
where they are not listed). Records, the different ids in QueryResults of Dynamics,
which is not filled reliably, so absent is not none. Bytes: of a message sent; of a
file that was downloaded, synchronised, uploaded, copied, moved or printed; of
messages opened, if each states its size. Attachments.

Send has no recipients: they are in message traces and mailboxes. Attachments are
read from "name (123b); name (4b)". A log-in failed or not by operation and
ErrorNumber; ResultStatus says Success of failed ones too. A log-in with an error
number has no outcome.

Attributes: every other scalar of AuditData under its path, in kebab-case with
dots; lists of {Name, Value} by those names ("parameters.forward-to", the old value
of a changed property under ".old"), other lists as JSON. message-ids (joined by
blanks), message-ids-left-out, subjects, folders, affected-folders (JSON lists);
parameters-empty: parameters of a cmdlet that were given no value; forwarding: "set"
or "cleared". Values over 4 KiB, and what exceeds 300 attributes, are named in
left-out and stand in the record. targets-left-out: targets beyond 5,000.

audit-data-broken: AuditData was cut off (Splunk at 10,000 bytes, Excel at 32,767
characters) or is not JSON; the value says where. What was read is what stood
before that, or what a scan for the essential fields found.

Seen in real files: Exchange, SharePoint, OneDrive, Azure AD, alerts, Teams. From
documentation only: Dynamics 365, endpoint and other data loss prevention, most of
Power BI, Yammer and Flow, and the exact spelling of many operations.
`
