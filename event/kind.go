// SPDX-License-Identifier: Apache-2.0

package event

import (
	"slices"
	"strings"
)

// Kind says what was done, as "domain.what". The list is closed and a kind is
// never renamed: a case written years ago must mean the same today.
type Kind string

// The domains, closed as well.
const (
	DomainCRM   = "crm"   // customers, reports, lists, bulk and API access to them
	DomainMail  = "mail"  // messages and mailboxes
	DomainFile  = "file"  // documents in stores and shares
	DomainPrint = "print" // printers and jobs
	DomainAuth  = "auth"  // log-ins and credentials
	DomainAdmin = "admin" // settings, permissions, users of a system
)

// The kinds. The comment says what a record must state for the kind to apply.
const (
	CRMRecordView     Kind = "crm.record.view"     // one record opened
	CRMRecordCreate   Kind = "crm.record.create"   // one or more records created by hand
	CRMRecordUpdate   Kind = "crm.record.update"   // record changed
	CRMRecordDelete   Kind = "crm.record.delete"   // record deleted
	CRMRecordRestore  Kind = "crm.record.restore"  // record undeleted
	CRMRecordMerge    Kind = "crm.record.merge"    // records merged
	CRMOwnerChange    Kind = "crm.owner.change"    // record given to another owner
	CRMListView       Kind = "crm.list.view"       // a list of records shown
	CRMListExport     Kind = "crm.list.export"     // a list of records exported
	CRMSearch         Kind = "crm.search"          // search run
	CRMSearchOpen     Kind = "crm.search.open"     // search answer clicked
	CRMReportRun      Kind = "crm.report.run"      // report run or shown
	CRMReportExport   Kind = "crm.report.export"   // report exported to a file
	CRMReportPrint    Kind = "crm.report.print"    // printable view of a report
	CRMReportSend     Kind = "crm.report.send"     // report mailed out, by schedule or by hand
	CRMDashboardView  Kind = "crm.dashboard.view"  // dashboard shown
	CRMAnalyticsSave  Kind = "crm.analytics.save"  // analytics data or picture downloaded
	CRMAPIRead        Kind = "crm.api.read"        // records read through an API
	CRMAPIWrite       Kind = "crm.api.write"       // records written through an API
	CRMBulkRead       Kind = "crm.bulk.read"       // bulk extract
	CRMBulkWrite      Kind = "crm.bulk.write"      // bulk load
	CRMBulkDelete     Kind = "crm.bulk.delete"     // bulk delete
	CRMImport         Kind = "crm.import"          // records imported
	CRMBackupRun      Kind = "crm.backup.run"      // export of the whole organisation asked for
	CRMBackupDownload Kind = "crm.backup.download" // export of the whole organisation downloaded
	CRMMassMail       Kind = "crm.mail.mass"       // mail to many customers from the CRM
	CRMPageView       Kind = "crm.page.view"       // a page that is no record, list or report
	CRMAccessDenied   Kind = "crm.access.denied"   // access refused
	CRMPolicyBlock    Kind = "crm.policy.block"    // a security policy intervened
	CRMOther          Kind = "crm.other"           // recorded, of none of the kinds above

	MailSend       Kind = "mail.send"       // a mailbox's owner or delegate sent a message
	MailRelay      Kind = "mail.relay"      // a server passed a message to another organisation
	MailReceive    Kind = "mail.receive"    // a server accepted a message from outside
	MailDeliver    Kind = "mail.deliver"    // a message was put into a mailbox
	MailForward    Kind = "mail.forward"    // a rule or setting sent a copy on
	MailExpand     Kind = "mail.expand"     // a list was expanded into its members
	MailBounce     Kind = "mail.bounce"     // delivery failed
	MailDefer      Kind = "mail.defer"      // delivery put off
	MailReject     Kind = "mail.reject"     // message refused
	MailQuarantine Kind = "mail.quarantine" // message held or filtered as spam
	MailTransport  Kind = "mail.transport"  // step inside the mail system
	MailMessage    Kind = "mail.message"    // a message found in a mailbox; its time is what its sender wrote
	MailDraft      Kind = "mail.draft"      // message or item written, not sent
	MailRead       Kind = "mail.read"       // messages opened or fetched
	MailSync       Kind = "mail.sync"       // a whole folder fetched by a client
	MailMove       Kind = "mail.move"       // messages moved, copied or put in deleted items
	MailDelete     Kind = "mail.delete"     // messages deleted, recoverable
	MailPurge      Kind = "mail.purge"      // messages deleted for good
	MailUpdate     Kind = "mail.update"     // item changed
	MailRule       Kind = "mail.rule"       // mailbox or transport rule made, changed or removed
	MailForwarding Kind = "mail.forwarding" // forwarding of a whole mailbox set or cleared
	MailDelegate   Kind = "mail.delegate"   // access to a mailbox or folder given or taken
	MailSearch     Kind = "mail.search"     // mailbox searched
	MailExport     Kind = "mail.export"     // mailbox or search exported
	MailOther      Kind = "mail.other"      // recorded, of none of the kinds above

	FileView      Kind = "file.view"       // opened or viewed
	FilePreview   Kind = "file.preview"    // thumbnail or preview made
	FileDownload  Kind = "file.download"   // downloaded
	FileSync      Kind = "file.sync"       // copied to a device by a sync client
	FileUpload    Kind = "file.upload"     // uploaded
	FileEdit      Kind = "file.edit"       // changed
	FileCopy      Kind = "file.copy"       // copied
	FileMove      Kind = "file.move"       // moved
	FileRename    Kind = "file.rename"     // renamed
	FileDelete    Kind = "file.delete"     // deleted or recycled
	FileRestore   Kind = "file.restore"    // restored
	FileShare     Kind = "file.share"      // shared with named people or the organisation
	FileSharePub  Kind = "file.share.link" // link made that anyone can use
	FileUnshare   Kind = "file.unshare"    // sharing ended
	FileLinkUse   Kind = "file.link.use"   // a sharing link was used
	FileRemovable Kind = "file.removable"  // copied to a removable medium
	FileSearch    Kind = "file.search"     // document store searched
	FileList      Kind = "file.list"       // page, list or folder viewed
	FileOther     Kind = "file.other"      // recorded, of none of the kinds above

	PrintJob     Kind = "print.job"     // a document was printed or sent to a printer
	PrintDelete  Kind = "print.delete"  // a job was deleted from a queue
	PrintFail    Kind = "print.fail"    // a job failed
	PrintSpool   Kind = "print.spool"   // step inside the spooler
	PrintPrinter Kind = "print.printer" // printer or driver added, removed or changed
	PrintOther   Kind = "print.other"   // recorded, of none of the kinds above

	AuthLogin    Kind = "auth.login"      // log-in
	AuthFail     Kind = "auth.fail"       // log-in refused
	AuthLoginAs  Kind = "auth.login.as"   // somebody began to act as somebody else
	AuthLogout   Kind = "auth.logout"     // log-out or end of session
	AuthFactor   Kind = "auth.factor"     // second factor asked, added or removed
	AuthPassword Kind = "auth.credential" // password, address or key of an account changed
	AuthConsent  Kind = "auth.consent"    // an application was given access
	AuthOther    Kind = "auth.other"      // recorded, of none of the kinds above

	AdminUser       Kind = "admin.user"       // user created, changed, disabled
	AdminPermission Kind = "admin.permission" // right given or taken
	AdminConfig     Kind = "admin.config"     // setting changed
	AdminApp        Kind = "admin.app"        // application installed or connected
	AdminSearch     Kind = "admin.search"     // administrator's search or investigation
	AdminOther      Kind = "admin.other"      // recorded, of none of the kinds above
)

var kinds = []Kind{
	AdminApp, AdminConfig, AdminOther, AdminPermission, AdminSearch, AdminUser,
	AuthPassword, AuthConsent, AuthFactor, AuthFail, AuthLogin, AuthLoginAs, AuthLogout, AuthOther,
	CRMAccessDenied, CRMAnalyticsSave, CRMAPIRead, CRMAPIWrite, CRMBackupDownload, CRMBackupRun,
	CRMBulkDelete, CRMBulkRead, CRMBulkWrite, CRMDashboardView, CRMImport, CRMListExport, CRMListView,
	CRMMassMail, CRMOther, CRMOwnerChange, CRMPageView, CRMPolicyBlock, CRMRecordCreate, CRMRecordDelete,
	CRMRecordMerge, CRMRecordRestore, CRMRecordUpdate, CRMRecordView, CRMReportExport, CRMReportPrint,
	CRMReportRun, CRMReportSend, CRMSearch, CRMSearchOpen,
	FileCopy, FileDelete, FileDownload, FileEdit, FileLinkUse, FileList, FileMove, FileOther, FilePreview,
	FileRemovable, FileRename, FileRestore, FileSearch, FileShare, FileSharePub, FileSync, FileUnshare,
	FileUpload, FileView,
	MailBounce, MailDefer, MailDelegate, MailDelete, MailDeliver, MailDraft, MailExpand, MailExport,
	MailForward, MailForwarding, MailMessage, MailMove, MailOther, MailPurge, MailQuarantine, MailRead,
	MailReceive, MailReject, MailRelay, MailRule, MailSearch, MailSend, MailSync, MailTransport, MailUpdate,
	PrintDelete, PrintFail, PrintJob, PrintOther, PrintPrinter, PrintSpool,
}

// Kinds lists every kind in alphabetical order. The slice is the caller's.
func Kinds() []Kind {
	list := slices.Clone(kinds)
	slices.Sort(list)
	return list
}

var known = func() map[Kind]bool {
	m := make(map[Kind]bool, len(kinds))
	for _, k := range kinds {
		m[k] = true
	}
	return m
}()

// Known reports whether k is on the closed list.
func (k Kind) Known() bool { return known[k] }

// Domain is the part before the first dot.
func (k Kind) Domain() string {
	domain, _, _ := strings.Cut(string(k), ".")
	return domain
}

// In reports whether k is the kind that pattern names, or lies below it: the
// pattern "crm.report.*" or "crm.report" covers crm.report.run.
func (k Kind) In(pattern string) bool {
	pattern = strings.TrimSuffix(pattern, ".*")
	return pattern == "*" || string(k) == pattern || strings.HasPrefix(string(k), pattern+".")
}
