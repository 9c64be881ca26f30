// SPDX-License-Identifier: Apache-2.0

package unifiedaudit

import (
	"strings"

	"dossier/event"
)

// files is SharePoint and OneDrive.
var files = family{
	other: event.FileOther,
	guess: guessFile,
	fill:  fillFile,
	kinds: map[string]event.Kind{
		"fileaccessed": event.FileView, "fileaccessedextended": event.FileView, "fileviewed": event.FileView, "filevisited": event.FileView,
		"filepreviewed":  event.FilePreview,
		"filedownloaded": event.FileDownload, "fileversiondownloaded": event.FileDownload,
		"filesyncdownloadedfull": event.FileSync, "filesyncdownloadedpartial": event.FileSync,
		"fileuploaded": event.FileUpload, "fileuploadedpartial": event.FileUpload,
		"filesyncuploadedfull": event.FileUpload, "filesyncuploadedpartial": event.FileUpload,
		"filemodified": event.FileEdit, "filemodifiedextended": event.FileEdit, "foldermodified": event.FileEdit,
		"foldercreated": event.FileEdit, "filecheckedin": event.FileEdit, "filecheckedout": event.FileEdit,
		"filecheckoutdiscarded": event.FileEdit,
		"filecopied":            event.FileCopy, "foldercopied": event.FileCopy,
		"filemoved": event.FileMove, "foldermoved": event.FileMove,
		"filerenamed": event.FileRename, "folderrenamed": event.FileRename,
		"filedeleted": event.FileDelete, "filerecycled": event.FileDelete, "folderdeleted": event.FileDelete, "folderrecycled": event.FileDelete,
		"filedeletedfirststagerecyclebin": event.FileDelete, "filedeletedsecondstagerecyclebin": event.FileDelete,
		"folderdeletedfirststagerecyclebin": event.FileDelete, "folderdeletedsecondstagerecyclebin": event.FileDelete,
		"fileversionrecycled": event.FileDelete, "fileversionsallrecycled": event.FileDelete, "fileversionsalldeleted": event.FileDelete,
		"fileversionsallminorsrecycled": event.FileDelete,
		"filerestored":                  event.FileRestore, "folderrestored": event.FileRestore, "filerestoredfromrecyclebin": event.FileRestore,

		"sharingset": event.FileShare, "addedtosecurelink": event.FileShare, "sharinginvitationcreated": event.FileShare,
		"sharinginvitationupdated": event.FileShare, "sharinginvitationaccepted": event.FileLinkUse,
		"securelinkcreated": event.FileShare, "securelinkupdated": event.FileShare,
		"companylinkcreated": event.FileShare, "companylinkupdated": event.FileShare, "accessinvitationcreated": event.FileShare,
		"accessrequestapproved": event.FileShare, "sharinglinkcreated": event.FileShare, "sharinglinkupdated": event.FileShare,
		"anonymouslinkcreated": event.FileSharePub, "anonymouslinkupdated": event.FileSharePub,
		"anonymouslinkused": event.FileLinkUse, "securelinkused": event.FileLinkUse, "companylinkused": event.FileLinkUse,
		"sharinglinkused":          event.FileLinkUse,
		"sharingrevoked":           event.FileUnshare,
		"unshared":                 event.FileUnshare,
		"sharinginvitationrevoked": event.FileUnshare, "anonymouslinkremoved": event.FileUnshare, "companylinkremoved": event.FileUnshare,
		"securelinkdeleted": event.FileUnshare, "removedfromsecurelink": event.FileUnshare, "sharinglinkdeleted": event.FileUnshare,

		"pageviewed": event.FileList, "pageviewedextended": event.FileList, "clientviewsignaled": event.FileList, "listviewed": event.FileList,
		"listitemviewed": event.FileList, "pageprefetched": event.FileList,
		"searchqueryperformed": event.FileSearch, "searchqueryinitiatedsharepoint": event.FileSearch,

		"addedtogroup": event.AdminPermission, "removedfromgroup": event.AdminPermission,
		"sitecollectionadminadded": event.AdminPermission, "sitecollectionadminremoved": event.AdminPermission,
		"siteadminchangerequest": event.AdminPermission,
		"permissionleveladded":   event.AdminPermission, "permissionlevelmodified": event.AdminPermission, "permissionlevelremoved": event.AdminPermission,
		"groupadded": event.AdminPermission, "groupremoved": event.AdminPermission, "groupupdated": event.AdminPermission,
		"sitepermissionsmodified": event.AdminPermission, "webrequestaccessmodified": event.AdminPermission,
		"sharinginheritancebroken": event.AdminPermission, "sharinginheritancereset": event.AdminPermission,
		"sharingpolicychanged": event.AdminConfig, "sitecollectioncreated": event.AdminConfig, "sitedeleted": event.AdminConfig,
		"sitecollectionquotamodified": event.AdminConfig, "managedsyncclientallowed": event.FileOther,
		"unmanagedsyncclientblocked": event.FileOther,
	},
}

// guessFile goes by the beginning of an operation.
func guessFile(operation string) event.Kind {
	switch {
	case strings.HasPrefix(operation, "site"):
		return event.AdminConfig
	case strings.HasPrefix(operation, "list") && strings.HasSuffix(operation, "deleted"):
		return event.FileDelete
	case strings.HasPrefix(operation, "list"):
		return event.FileEdit
	}
	return ""
}

// moves are the kinds in which the size of the file is what moved.
var moves = map[event.Kind]bool{
	event.FileDownload: true, event.FileSync: true, event.FileUpload: true, event.FileCopy: true, event.FileMove: true,
	event.FileRemovable: true, event.PrintJob: true,
}

// objectTypes are the types of objects by ItemType; sites and what lies beside
// documents have none.
var objectTypes = map[string]string{
	"file": "document", "folder": "document", "documentlibrary": "document", "page": "page", "list": "list", "listitem": "record",
}

// fillFile reads a record of SharePoint or OneDrive.
func fillFile(r *record) {
	r.e.Object = event.Object{
		Type: objectTypes[strings.ToLower(r.data.Get("ItemType").Text())],
		ID:   r.text("ObjectId"),
		Name: r.text("SourceFileName"),
	}
	if r.e.Kind == event.FileSearch {
		r.e.Object.Type = "query"
		r.e.Text = r.either("SearchQueryText", "QueryText")
	}
	if site := r.text("SiteUrl"); site != "" {
		r.target(event.RoleContainer, event.Account{Namespace: event.Place, Name: site}, "")
	}
	r.sharedWith()
	if !moves[r.e.Kind] {
		return
	}
	size, ok := r.number("FileSyncBytesCommitted")
	if !ok {
		size, ok = r.number("FileSizeBytes")
	}
	if ok {
		r.e.Quantities.Bytes = event.Count(size)
	}
}

// sharedWith reads whom a thing was shared with, or who was made a member.
func (r *record) sharedWith() {
	name := r.text("TargetUserOrGroupName")
	role := event.RoleUser
	switch r.e.Kind {
	case event.FileShare, event.FileSharePub, event.FileUnshare, event.FileLinkUse:
		role = event.RoleShare
	}
	who := named(name)
	if who.Namespace == event.UPN && strings.EqualFold(r.data.Get("TargetUserOrGroupType").Text(), "Guest") {
		who.Namespace = event.Email
	}
	r.target(role, who, "")
}

// endpoint is what data loss prevention saw on a machine (RecordType 63).
var endpoint = family{
	other: event.FileOther,
	fill:  fillEndpoint,
	kinds: map[string]event.Kind{
		"fileprinted":                event.PrintJob,
		"filecopiedtoremovablemedia": event.FileRemovable, "filecreatedonremovablemedia": event.FileRemovable,
		"fileuploadedtocloud":      event.FileUpload,
		"filecopiedtonetworkshare": event.FileCopy, "filecreatedonnetworkshare": event.FileCopy,
		"filecopiedtoclipboard": event.FileCopy, "filecopiedtoremotedesktopsession": event.FileCopy,
		"filetransferredbybluetooth": event.FileCopy,
		"filerenamed":                event.FileRename, "filemoved": event.FileMove, "fileread": event.FileView, "filemodified": event.FileEdit,
		"filecreated": event.FileEdit, "filearchived": event.FileEdit, "filedeleted": event.FileDelete,
		"filedownloadedfrombrowser": event.FileDownload,
	},
}

// fillEndpoint reads a record of a machine: the file by its path, and where it
// went.
func fillEndpoint(r *record) {
	path := r.text("ObjectId")
	r.e.Object = event.Object{Type: "document", ID: path, Name: lastPart(path)}
	if r.e.Client == "" {
		r.e.Client = r.text("Application")
	}
	r.target(event.RolePrinter, accountIn(event.PrinterName, r.text("TargetPrinterName")), "")
	for _, name := range [...]string{"TargetDomain", "TargetFilePath"} {
		r.target(event.RoleContainer, accountIn(event.Place, r.text(name)), "")
	}
	if size, ok := r.number("FileSize"); ok && moves[r.e.Kind] {
		r.e.Quantities.Bytes = event.Count(size)
	}
}

// accountIn is an account of the namespace, zero without a name.
func accountIn(ns event.Namespace, name string) event.Account {
	if name == "" {
		return event.Account{}
	}
	return event.Account{Namespace: ns, Name: name}
}
