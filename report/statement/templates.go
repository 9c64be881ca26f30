// SPDX-License-Identifier: Apache-2.0

package statement

import (
	"regexp"
	"strings"

	"dossier/event"
)

// templates say what the record of each kind states. {actor} begins a sentence.
// What the event lacks leaves nothing behind, except {an object}.
var templates = map[event.Kind]string{
	event.CRMRecordView:     "{actor} opened {an object}",
	event.CRMRecordCreate:   "{actor} created {an object}",
	event.CRMRecordUpdate:   "{actor} changed {an object}",
	event.CRMRecordDelete:   "{actor} deleted {an object}",
	event.CRMRecordRestore:  "{actor} restored {an object}",
	event.CRMRecordMerge:    "{actor} merged records into {an object}",
	event.CRMOwnerChange:    "{actor} changed the recorded owner of {an object}{user}",
	event.CRMListView:       "{actor} viewed a list{object}",
	event.CRMListExport:     "{actor} exported a list{object}",
	event.CRMSearch:         "{actor} searched the CRM system{text}{object}",
	event.CRMSearchOpen:     "{actor} opened {an object} from the answers of a search{text}",
	event.CRMReportRun:      "{actor} ran {an object}",
	event.CRMReportExport:   "{actor} exported {an object} to a file",
	event.CRMReportPrint:    "{actor} opened the printable view of {an object}",
	event.CRMReportSend:     "{actor} had {an object} sent by mail{to}",
	event.CRMDashboardView:  "{actor} viewed {an object}",
	event.CRMAnalyticsSave:  "{actor} saved analytics data or a picture of it{object}",
	event.CRMAPIRead:        "{actor} read records through a programming interface{object}{text}",
	event.CRMAPIWrite:       "{actor} wrote records through a programming interface{object}",
	event.CRMBulkRead:       "{actor} ran a bulk extract{object}{text}",
	event.CRMBulkWrite:      "{actor} ran a bulk load{object}",
	event.CRMBulkDelete:     "{actor} ran a bulk deletion{object}",
	event.CRMImport:         "{actor} imported records{object}",
	event.CRMBackupRun:      "{actor} asked for an export of the whole organisation{object}",
	event.CRMBackupDownload: "{actor} downloaded an export of the whole organisation{object}",
	event.CRMMassMail:       "{actor} sent mail from the CRM system to several recipients{to}{object}",
	event.CRMPageView:       "{actor} viewed a page{object}",
	event.CRMAccessDenied:   "{actor} was refused access{object}",
	event.CRMPolicyBlock:    "{actor} met a policy that intervened{object}{text}",
	event.CRMOther:          "{actor} is named in a record of the CRM system of another kind{object}{text}",

	event.MailSend:       "{actor} sent a message{subject}{recipients}",
	event.MailRelay:      "A server passed a message{from sender} on to another organisation{subject}{recipients}; account recorded: {account}",
	event.MailReceive:    "A server accepted a message{from sender}{subject}{to}; account recorded: {account}",
	event.MailDeliver:    "A message{from sender}{subject} was put into a mailbox{to}{mailbox}; account recorded: {account}",
	event.MailForward:    "A rule or setting sent a copy of a message{subject}{forward}; account recorded: {account}",
	event.MailExpand:     "A distribution list was expanded{subject}{to}; account recorded: {account}",
	event.MailBounce:     "Delivery of a message{subject}{to} failed; account recorded: {account}",
	event.MailDefer:      "Delivery of a message{subject}{to} was put off; account recorded: {account}",
	event.MailReject:     "A message{subject}{to} was refused; account recorded: {account}",
	event.MailQuarantine: "A message{subject}{to} was held by a filter; account recorded: {account}",
	event.MailTransport:  "The mail system recorded a step in the transport of a message{subject}{to}; account recorded: {account}",
	event.MailMessage:    "A message found in a mailbox{mailbox} names its sender, subject, recipients and time{subject}{to}; the sender it names: {account}",
	event.MailDraft:      "{actor} wrote an item that was not sent{subject}{to}",
	event.MailRead:       "{actor} opened or fetched messages{object}{subject}{mailbox}",
	event.MailSync:       "{actor} fetched a folder of a mailbox with a client that synchronises{object}{mailbox}",
	event.MailMove:       "{actor} moved or copied messages{object}{subject}{mailbox}",
	event.MailDelete:     "{actor} deleted messages so that they could be recovered{object}{subject}{mailbox}",
	event.MailPurge:      "{actor} deleted messages for good{object}{subject}{mailbox}",
	event.MailUpdate:     "{actor} changed an item in a mailbox{object}{subject}{mailbox}",
	event.MailRule:       "{actor} made, changed or removed a rule{object}{forward}{mailbox}",
	event.MailForwarding: "{actor} set or cleared the forwarding of a mailbox{object}{forward}{mailbox}",
	event.MailDelegate:   "{actor} gave or took access to a mailbox or folder{object}{user}{mailbox}",
	event.MailSearch:     "{actor} searched a mailbox{text}{mailbox}",
	event.MailExport:     "{actor} exported a mailbox or the answers of a search{object}{text}{mailbox}",
	event.MailOther:      "{actor} is named in a record of the mail system of another kind{object}{subject}{mailbox}",

	event.FileView:      "{actor} opened or viewed {an object}{place}",
	event.FilePreview:   "A preview of {an object}{place} was made; account recorded: {account}",
	event.FileDownload:  "{actor} downloaded {an object}{place}",
	event.FileSync:      "A client that synchronises copied {an object}{place} to a device; account recorded: {account}",
	event.FileUpload:    "{actor} uploaded {an object}{place}",
	event.FileEdit:      "{actor} changed {an object}{place}",
	event.FileCopy:      "{actor} copied {an object}{place}",
	event.FileMove:      "{actor} moved {an object}{place}",
	event.FileRename:    "{actor} renamed {an object}{place}",
	event.FileDelete:    "{actor} deleted or recycled {an object}{place}",
	event.FileRestore:   "{actor} restored {an object}{place}",
	event.FileShare:     "{actor} shared {an object}{share}{place}",
	event.FileSharePub:  "{actor} made a link to {an object}{place} that anyone can use",
	event.FileUnshare:   "{actor} ended the sharing of {an object}{share}{place}",
	event.FileLinkUse:   "{actor} used a sharing link to {an object}{place}",
	event.FileRemovable: "{actor} copied {an object} to a removable medium{place}",
	event.FileSearch:    "{actor} searched a store of documents{text}{place}",
	event.FileList:      "{actor} viewed a page, list or folder{object}{place}",
	event.FileOther:     "{actor} is named in a record about documents of another kind{object}{place}",

	event.PrintJob:     "{actor} printed, or sent to a printer, {an object}{printer}",
	event.PrintDelete:  "{actor} deleted a job from a print queue{object}{printer}",
	event.PrintFail:    "A print job of {an object}{printer} failed; account recorded: {account}",
	event.PrintSpool:   "The print system recorded a step in the processing of {an object}{printer}; account recorded: {account}",
	event.PrintPrinter: "{actor} added, removed or changed a printer or its driver{object}{printer}",
	event.PrintOther:   "{actor} is named in a record of the print system of another kind{object}{printer}",

	event.AuthLogin:    "{actor} logged in{object}",
	event.AuthFail:     "A log-in was refused{object}; account recorded: {account}",
	event.AuthLoginAs:  "{actor} began to act as {principal}",
	event.AuthLogout:   "{actor} logged out, or its session ended",
	event.AuthFactor:   "{actor} was asked for a second factor, or one was added or removed{object}{user}",
	event.AuthPassword: "{actor} changed a password, address or key of an account{object}{user}",
	event.AuthConsent:  "{actor} gave an application access{object}",
	event.AuthOther:    "{actor} is named in a record about log-ins of another kind{object}",

	event.AdminUser:       "{actor} created, changed or disabled a user{object}{user}",
	event.AdminPermission: "{actor} gave or took a right{object}{user}",
	event.AdminConfig:     "{actor} changed a setting{object}",
	event.AdminApp:        "{actor} installed or connected an application{object}",
	event.AdminSearch:     "{actor} ran a search or investigation of an administrator{object}{text}",
	event.AdminOther:      "{actor} is named in a record of administration of another kind{object}{text}",
}

// Meaning says what an event of the kind is, without any one event: for glossaries.
func Meaning(k event.Kind) string {
	text := strings.NewReplacer("{actor}", "An account", "{account}", "as stated", "{an object}", "an object", "{principal}", "another account").Replace(templates[k])
	return placeholder.ReplaceAllString(text, "") + "."
}

var placeholder = regexp.MustCompile(`\{[a-z ]+\}`)

// Template is the reviewed sentence of a kind, "" if it has none. For tests and for the
// method section.
func Template(k event.Kind) string { return templates[k] }
