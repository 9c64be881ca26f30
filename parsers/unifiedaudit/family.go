// SPDX-License-Identifier: Apache-2.0

package unifiedaudit

import (
	"strconv"
	"strings"

	"dossier/event"
)

// family is the operations of one kind of record, and how its records are read.
type family struct {
	kinds map[string]event.Kind // by operation, in lower case and without a dot at the end
	other event.Kind            // of operations that are not in kinds
	guess func(operation string) event.Kind
	fill  func(*record) // fills the event; may correct its kind
}

// kindOf is the kind of an operation.
func (f *family) kindOf(operation string) event.Kind {
	lower := plainOperation(operation)
	if kind, ok := f.kinds[lower]; ok {
		return kind
	}
	if f.guess != nil {
		if kind := f.guess(lower); kind != "" {
			return kind
		}
	}
	return f.other
}

// plainOperation is an operation in lower case, without the dot and blanks that
// Azure AD puts at its end.
func plainOperation(operation string) string {
	return strings.TrimRight(strings.ToLower(operation), ". ")
}

// family chooses by the type of record, else by the workload, else by who knows
// the operation. A few operations are at home in one family whatever the type.
func (r *record) family() *family {
	f := byRecordType[r.recordType]
	if f == nil {
		f = byWorkload[strings.ToLower(r.workload)]
	}
	operation := plainOperation(r.operation)
	switch {
	case (f == nil || f == &mailItems || f == &security) && isCmdlet(r.operation):
		return &cmdlets
	case (f == nil || f == &directory) && signIns.kinds[operation] != "":
		return &signIns
	case f != nil:
		return f
	}
	for _, f := range []*family{&mailItems, &files, &endpoint, &directory} {
		if _, ok := f.kinds[operation]; ok {
			return f
		}
	}
	return &otherRecords
}

// isCmdlet reports whether an operation has the form Set-Mailbox.
func isCmdlet(operation string) bool {
	verb, noun, ok := strings.Cut(operation, "-")
	return ok && verb != "" && noun != "" && !strings.Contains(operation, " ")
}

// byRecordType is the families by AuditData's RecordType.
var byRecordType = map[int]*family{
	1: &cmdlets, 10: &cmdlets, 18: &cmdlets, 23: &cmdlets, 57: &teams,
	2: &mailItems, 3: &mailItems, 19: &mailItems, 29: &mailItems, 50: &mailItems, 101: &mailItems,
	4: &files, 6: &files, 7: &files, 14: &files, 36: &files, 54: &files, 55: &files, 56: &files, 102: &files,
	9: &signIns, 15: &signIns, 8: &directory,
	11: &policies, 13: &policies, 33: &policies, 43: &labels, 82: &labels, 83: &labels, 84: &labels, 99: &policies, 100: &policies,
	20: &powerBI, 21: &dynamics, 22: &yammer, 24: &discovery, 25: &teams, 63: &endpoint,
	28: &threats, 41: &threats, 47: &threats, 51: &threats, 65: &threats,
	30: &automation, 45: &automation, 52: &security, 66: &forms,
	40: &security, 64: &security, 98: &security, 106: &security,
}

// byWorkload is the families by AuditData's Workload, in lower case.
var byWorkload = map[string]*family{
	"exchange": &mailItems, "sharepoint": &files, "onedrive": &files, "azureactivedirectory": &directory,
	"crm": &dynamics, "endpoint": &endpoint, "microsoftteams": &teams, "powerbi": &powerBI, "yammer": &yammer,
	"microsoftflow": &automation, "powerapps": &automation, "microsoftforms": &forms, "threatintelligence": &threats,
	"quarantine": &threats, "skypeforbusiness": &cmdlets, "securitycompliancecenter": &security,
}

// recordTypes are the numbers of the names that Search-UnifiedAuditLog writes in
// its column RecordType; AuditData has the number.
var recordTypes = map[string]int{
	"exchangeadmin": 1, "exchangeitem": 2, "exchangeitemgroup": 3, "sharepoint": 4, "sharepointfileoperation": 6, "onedrive": 7,
	"azureactivedirectory": 8, "azureactivedirectoryaccountlogon": 9, "compliancedlpsharepoint": 11, "compliancedlpexchange": 13,
	"sharepointsharingoperation": 14, "azureactivedirectorystslogon": 15, "securitycompliancecentereopcmdlet": 18,
	"exchangeaggregatedoperation": 19, "powerbiaudit": 20, "crm": 21, "yammer": 22, "skypeforbusinesscmdlets": 23, "discovery": 24,
	"microsoftteams": 25, "threatintelligence": 28, "mailsubmission": 29, "microsoftflow": 30, "sharepointlistoperation": 36,
	"securitycompliancealerts": 40, "threatintelligenceurl": 41, "miplabel": 43, "powerappsapp": 45,
	"threatintelligenceatpcontent": 47, "exchangeitemaggregated": 50, "hygieneevent": 51, "datainsightsrestapiaudit": 52,
	"sharepointlistitemoperation": 54, "sharepointcontenttypeoperation": 55, "sharepointfieldoperation": 56,
	"microsoftteamsadmin": 57, "dlpendpoint": 63, "airinvestigation": 64, "quarantine": 65, "microsoftforms": 66,
	"mcasalerts": 98, "exchangesearch": 101, "sharepointsearch": 102,
}

// recordTypeOf is the number of a record type, -1 if there is none that is known.
func recordTypeOf(text string) int {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	if n, ok := recordTypes[strings.ToLower(strings.TrimSpace(text))]; ok {
		return n
	}
	return -1
}
