// SPDX-License-Identifier: Apache-2.0

package fieldhistory

const docQuery = `Field history of Salesforce as CSV: AccountHistory, ContactHistory, LeadHistory,
CaseHistory, OpportunityFieldHistory and the …__History of custom objects, queried by
Data Loader, sf CLI or Workbench. It records who changed a field, and only of the
fields that an organisation tracks (20 an object by default); it never records that
a record was read. Salesforce shows it for 18 months, to queries for 24; deleting a
record deletes its history (these three are unverified). A field that is missing here
was not tracked, or did not change.

A header has Field, OldValue, NewValue and CreatedDate, in any order and case. Nothing
of this was verified on a genuine export, only on the names of the columns that the
API documents. A further header below the first (files put one behind the other)
names the columns from there on.

Kinds: crm.owner.change (Owner, OwnerId, ownerAssignment, ownerAccepted,
ownerEscalated), crm.record.create (created, …CreatedFromLead), crm.record.merge
(accountMerged and every other …Merged), crm.record.update for every other field,
crm.other where no field is named.

TWO ROWS, ONE CHANGE. Of a field that refers to another record, the owner above all,
Salesforce writes a row with names and a row with ids. Both are events, and have one
group: salesforce-history:record:field:second:user. Count groups, not rows: an owner
change is counted twice otherwise. Every row has such a group if it names its record,
its field and a time; two changes of one field of one record by one user within a
second share it.

Actor: CreatedById (salesforce-id), else CreatedBy.Username (salesforce-user), else
CreatedBy.Name (display-name; service for "Automated Process" and "Platform
Integration User", whose acts are initiated system). For others it is not said what
set the change going: a flow, an import or a merge bears the user's id, too.
Object: the record, by ParentId, else by the first id that is neither the row's nor the
user's (AccountId, OpportunityId, Account.Id); its type by the first three characters.
Name: Account.Name and the like, if asked for. Targets: the new owner (role user,
salesforce-id) in the row with ids; a queue is none, and the former owner is in
old-value.

Times: UTC by format, or the offset in the text. A time that a spreadsheet rewrote is
read in the order of day and month that the first rows show.

Key: Id. Without one, or with one of zeros: all cells and their columns' names, with a
count of equal rows before it, so two equal changes at one time stay two. 131,072
different rows are remembered; then the count begins anew with the next time, and rows
of that very time have no key.

No quantities. Attributes: field, data-type, old-value, new-value, is-deleted, id and
every other cell under its column's name; what stands for the actor or object is left
out. Of long texts and multi-select lists Salesforce records that they changed, not
the values (unverified). ragged-row says how a row differs from its header; such a row
may be shifted.`

const docReport = `A report on field history (Account History, Contact History, Opportunity Field
History, Lead History, Case History) that somebody exported from Salesforce as CSV. It
says what salesforce-field-history says, with names instead of ids and to the minute.

A header has "Field / Event", "Old Value" and "New Value"; mostly also "Edit Date",
"Edited By" and the record's name ("Account Name"). No genuine export was seen: the
names of the columns are remembered. Other languages are not known and not read.

Kinds: by the field's label: crm.owner.change (Account Owner, Owner, Owner
(Assignment) …), crm.record.create (Created.), crm.record.merge (Account Merged …),
crm.record.update for every other, crm.other where there is none. An organisation may
rename labels.

Actor: Edited By (display-name; service for "Automated Process" and "Platform
Integration User", whose acts are initiated system). Object: type and name by the
column of the name, Opportunity, Case, Contact and Lead before Account; of other
objects, type record, if one column only ends in Name. Account ID and the like, if
they are in the report, give its id and type. Targets: the new owner only where the
new value is a user's id (role user, salesforce-id).

Times: local, in the zone of whoever exported (unverified), which is asked for. The
order of day and month is inferred from the first rows unless supplied.

Key: all cells with their columns' names, and a count of equal rows before it, so two
equal changes in one minute stay two; remembered as salesforce-field-history does. The
same change in a query has another key.

No group, no quantities. Attributes: field, old-value, new-value and every other cell
under its column's name; ragged-row. Of the lines below a report, the title and the
company's name are rejects: nothing tells them from a record that was damaged.`
