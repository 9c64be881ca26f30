// SPDX-License-Identifier: Apache-2.0

package wording

import "dossier/event"

// verbsOf say what each kind's record states, in a few neutral words.
var verbsOf = map[event.Kind]string{
	event.CRMRecordView: "viewed record", event.CRMRecordCreate: "created record", event.CRMRecordUpdate: "changed record",
	event.CRMRecordDelete: "deleted record", event.CRMRecordRestore: "restored record", event.CRMRecordMerge: "merged records",
	event.CRMOwnerChange: "changed owner", event.CRMListView: "viewed list", event.CRMListExport: "exported list",
	event.CRMSearch: "searched CRM", event.CRMSearchOpen: "opened from search", event.CRMReportRun: "ran report",
	event.CRMReportExport: "exported report", event.CRMReportPrint: "printable report", event.CRMReportSend: "mailed report",
	event.CRMDashboardView: "viewed dashboard", event.CRMAnalyticsSave: "saved analytics", event.CRMAPIRead: "read by API",
	event.CRMAPIWrite: "wrote by API", event.CRMBulkRead: "bulk extract", event.CRMBulkWrite: "bulk load",
	event.CRMBulkDelete: "bulk delete", event.CRMImport: "imported records", event.CRMBackupRun: "asked for export of all",
	event.CRMBackupDownload: "downloaded export of all", event.CRMMassMail: "mass mail", event.CRMPageView: "viewed page",
	event.CRMAccessDenied: "access denied", event.CRMPolicyBlock: "policy intervened", event.CRMOther: "other in CRM",

	event.MailSend: "sent mail", event.MailRelay: "mail left for outside", event.MailReceive: "mail accepted",
	event.MailDeliver: "mail delivered", event.MailForward: "mail forwarded by rule", event.MailExpand: "list expanded",
	event.MailBounce: "mail bounced", event.MailDefer: "mail deferred", event.MailReject: "mail refused",
	event.MailQuarantine: "mail held", event.MailTransport: "mail in transit", event.MailMessage: "message in mailbox",
	event.MailDraft: "wrote draft", event.MailRead: "accessed mail", event.MailSync: "synchronised folder", event.MailMove: "moved mail",
	event.MailDelete: "deleted mail", event.MailPurge: "purged mail", event.MailUpdate: "changed item", event.MailRule: "mail rule",
	event.MailForwarding: "mailbox forwarding", event.MailDelegate: "mailbox access", event.MailSearch: "searched mail",
	event.MailExport: "exported mail", event.MailOther: "other in mail",

	event.FileView: "viewed file", event.FilePreview: "preview of file", event.FileDownload: "downloaded file",
	event.FileSync: "synchronised file", event.FileUpload: "uploaded file", event.FileEdit: "changed file", event.FileCopy: "copied file",
	event.FileMove: "moved file", event.FileRename: "renamed file", event.FileDelete: "deleted file", event.FileRestore: "restored file",
	event.FileShare: "shared file", event.FileSharePub: "made link to file", event.FileUnshare: "ended sharing",
	event.FileLinkUse: "used sharing link", event.FileRemovable: "file to removable medium", event.FileSearch: "searched files",
	event.FileList: "viewed folder", event.FileOther: "other in files",

	event.PrintJob: "printed", event.PrintDelete: "deleted print job", event.PrintFail: "print failed", event.PrintSpool: "spooled",
	event.PrintPrinter: "printer set up", event.PrintOther: "other in printing",

	event.AuthLogin: "logged in", event.AuthFail: "log-in refused", event.AuthLoginAs: "logged in as another", event.AuthLogout: "logged out",
	event.AuthFactor: "second factor", event.AuthPassword: "credential changed", event.AuthConsent: "gave app access",
	event.AuthOther: "other in log-ins",

	event.AdminUser: "user administration", event.AdminPermission: "permission changed", event.AdminConfig: "setting changed",
	event.AdminApp: "app installed", event.AdminSearch: "admin search", event.AdminOther: "other in administration",
}

// Verb is what a record of the kind states, in a few neutral words.
func Verb(k event.Kind) string {
	if v, ok := verbsOf[k]; ok {
		return v
	}
	return string(k)
}
