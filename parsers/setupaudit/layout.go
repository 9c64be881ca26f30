// SPDX-License-Identifier: Apache-2.0

package setupaudit

import (
	"strconv"

	"dossier/parsers"
)

// layout says in which column what stands; -1 where there is none.
type layout struct {
	page                       bool
	time, sentence, code       int
	section, namespace         int
	user, userID, delegate, id int
	columns                    []string // attribute names; "" for a column that fills a field
}

func layoutOf(h parsers.Header) layout {
	l := layout{
		page:      isPage(h) && h.Column("Display") < 0,
		sentence:  h.Column("Display"),
		code:      h.Column("Action"),
		section:   h.Column("Section"),
		namespace: h.Column("Source Namespace Prefix", "ResponsibleNamespacePrefix"),
		time:      h.Column("CreatedDate", "Created Date", "Date"),
		user:      h.Column("CreatedBy.Username", "CreatedBy.Name", "User"),
		userID:    h.Column("CreatedById", "CreatedBy.Id"),
		delegate:  h.Column("DelegateUser"),
		id:        h.Column("Id"),
	}
	if l.page {
		l.sentence, l.code = l.code, -1
	}
	l.columns = attributeNames(h)
	for _, i := range []int{l.sentence, l.time, l.delegate} {
		if i >= 0 {
			l.columns[i] = ""
		}
	}
	if actor := l.actorColumn(); actor >= 0 {
		l.columns[actor] = ""
	}
	return l
}

// actorColumn is the column that names the user best.
func (l layout) actorColumn() int {
	if l.userID >= 0 {
		return l.userID
	}
	return l.user
}

// fields are the names whose capitals Data Loader can take away.
var fields = []string{
	"CreatedById", "CreatedBy.Id", "CreatedBy.Name", "CreatedBy.Username", "CreatedByContext", "CreatedByIssuer",
	"ResponsibleNamespacePrefix",
}

func attributeNames(h parsers.Header) []string {
	names := make([]string, len(h.Cells()))
	for i, cell := range h.Cells() {
		for _, field := range fields {
			if parsers.NormalName(field) == parsers.NormalName(cell) {
				cell = field
			}
		}
		if names[i] = parsers.KebabName(cell); names[i] == "" {
			names[i] = numbered(i)
		}
	}
	return names
}

// numbered names a column without a name, 1-based.
func numbered(i int) string { return "column-" + strconv.Itoa(i+1) }
