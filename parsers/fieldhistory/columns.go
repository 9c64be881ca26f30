// SPDX-License-Identifier: Apache-2.0

package fieldhistory

import (
	"strconv"
	"strings"

	"dossier/parsers"
	"dossier/parsers/internal/salesforce"
)

// layout says in which column what stands; -1 where there is none.
type layout struct {
	id, time, field, old, new int
	userID, username, user    int
	parentID, parentName      int
	parent                    string   // the type of object that the column of its name tells
	attrs                     []string // the columns' names as attributes
}

func layoutOf(f form, h parsers.Header) layout {
	l := layout{
		id: -1, userID: -1, username: -1, field: h.Column("Field / Event"), time: h.Column("Edit Date"),
		user: h.Column("Edited By"), old: h.Column("OldValue"), new: h.Column("NewValue"), attrs: attrNames(h),
	}
	if f == report {
		l.parentID, l.parentName, l.parent = reportParent(h)
		return l
	}
	l.id, l.field, l.time = h.Column("Id"), h.Column("Field"), h.Column("CreatedDate")
	l.userID, l.username, l.user = h.Column("CreatedById", "CreatedBy.Id"), h.Column("CreatedBy.Username"), h.Column("CreatedBy.Name")
	l.parentID, l.parentName, l.parent = queryParent(h)
	return l
}

// queryParent finds the record changed: ParentId of custom objects, else the first
// id that is neither the row's nor the user's: AccountId, Account.Id. Its name is
// the first of the columns Account.Name and the like.
func queryParent(h parsers.Header) (id, name int, kind string) {
	id, name = h.Column("ParentId"), -1
	dotted := -1
	for i, cell := range h.Cells() {
		normal := parsers.NormalName(cell)
		entity, field, isDotted := strings.Cut(normal, ".")
		switch {
		case entity == "createdby" || normal == "createdbyid" || normal == "id":
		case isDotted && field == "name" && name < 0:
			name, kind = i, typeOf(entity)
		case isDotted && field == "id" && dotted < 0:
			dotted = i
		case !isDotted && strings.HasSuffix(normal, "id") && id < 0:
			id = i
		}
	}
	if id < 0 {
		id = dotted
	}
	return id, name, kind
}

// entities are the objects whose reports are known by their columns. A report on
// one that belongs to a customer names the customer, too, so that comes last.
var entities = []string{"Opportunity", "Case", "Contact", "Lead", "Account"}

// reportParent finds the record changed by columns such as "Account Name" and
// "Account ID"; in reports on other objects, the only column of a name.
func reportParent(h parsers.Header) (id, name int, kind string) {
	for _, entity := range entities {
		id = h.Column(entity+" ID", entity+": "+entity+" ID")
		name = h.Column(entity+" Name", entity+": "+entity+" Name", entity+" Number", entity+": "+entity+" Number")
		if id >= 0 || name >= 0 {
			return id, name, salesforce.TypeOfEntity(entity)
		}
	}
	name = -1
	for i, cell := range h.Cells() {
		if !strings.HasSuffix(parsers.NormalName(cell), "name") {
			continue
		}
		if name >= 0 {
			return -1, -1, ""
		}
		name, kind = i, "record"
	}
	return -1, name, kind
}

// typeOf is the type of an object whose name is in lower case.
func typeOf(entity string) string {
	if entity == "" {
		return "record"
	}
	return salesforce.TypeOfEntity(strings.ToUpper(entity[:1]) + entity[1:])
}

// compound are the names of columns that Data Loader writes in capitals, which
// lose their word breaks.
const compound = `CreatedById CreatedDate CreatedBy.Id CreatedBy.Username CreatedBy.Name CreatedBy.Email
DataType OldValue NewValue IsDeleted ParentId AccountId ContactId OpportunityId LeadId CaseId`

var attrsByColumn = func() map[string]string {
	names := map[string]string{"field/event": "field"}
	for _, name := range strings.Fields(compound) {
		names[parsers.NormalName(name)] = parsers.KebabName(name)
	}
	return names
}()

func attrNames(h parsers.Header) []string {
	names := make([]string, len(h.Cells()))
	for i, cell := range h.Cells() {
		name, ok := attrsByColumn[parsers.NormalName(cell)]
		if !ok {
			name = parsers.KebabName(cell)
		}
		if name == "" {
			name = numbered(i)
		}
		names[i] = name
	}
	return names
}

// numbered names a column without a name, 1-based.
func numbered(i int) string { return "column-" + strconv.Itoa(i+1) }
