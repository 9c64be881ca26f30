// SPDX-License-Identifier: Apache-2.0

package salesforceelf

import (
	"strings"

	"dossier/event"
	"dossier/parsers/internal/salesforce"
)

// contentTransfer is a file going up or down. TRANSACTION_TYPE is known in
// several vocabularies: VersionDownloadAction, VersionDownloadApi,
// VersionRenditionDownload, saveVersion, ContentDownload, ContentPreview.
func contentTransfer(r *record, e *event.Event) {
	kind := strings.ToLower(r.value(fieldTransactionType))
	switch {
	case strings.Contains(kind, "rendition") || strings.Contains(kind, "preview"):
		e.Kind = event.FilePreview
	case strings.Contains(kind, "download"):
		e.Kind = event.FileDownload
	case strings.Contains(kind, "save") || strings.Contains(kind, "upload"):
		e.Kind = event.FileUpload
	default:
		e.Kind = event.FileOther
	}
	if strings.HasSuffix(kind, "action") {
		e.Initiated = event.InitiatedUser
	}
	version := r.id(fieldVersionIDDerived)
	if version == "" {
		version = r.id(fieldVersionID)
	}
	e.Group = r.fileGroup(version)
	e.Object = event.Object{Type: "document", ID: r.takeID(fieldDocumentIDDerived, fieldDocumentID)}
	if e.Object.ID == "" {
		e.Object.ID = r.takeID(fieldVersionIDDerived, fieldVersionID)
	}
	e.Quantities.Bytes = r.quantity(fieldSizeBytes, event.Own)
}

// contentDistribution is a link that anyone can use: made, changed or used.
func contentDistribution(r *record, e *event.Event) {
	action := strings.ToLower(r.value(fieldAction))
	switch {
	case strings.Contains(action, "view"):
		e.Kind = event.FileLinkUse
	case strings.Contains(action, "insert") || strings.Contains(action, "creat"):
		e.Kind = event.FileSharePub
	case strings.Contains(action, "delet"):
		e.Kind = event.FileUnshare
	default:
		e.Kind = event.FileOther
	}
	e.Object = event.Object{Type: "document", ID: r.takeID(fieldVersionID)}
	if link := r.id(fieldDeliveryID); link != "" && e.Kind == event.FileSharePub {
		r.taken[fieldDeliveryID] = true
		e.Targets = []event.Target{{Role: event.RoleShare, Account: event.Account{Namespace: event.LinkToken, Name: link}}}
	}
}

// contentDocumentLink is a file shared with a user, group or record.
func contentDocumentLink(r *record, e *event.Event) {
	switch operation := strings.ToLower(r.value(fieldSharingOperation)); operation {
	case "insert", "update":
		e.Kind = event.FileShare
	case "delete":
		e.Kind = event.FileUnshare
	default:
		e.Kind = event.FileOther
	}
	e.Object = event.Object{Type: "document", ID: r.takeID(fieldDocumentID)}
	e.Targets = r.target(fieldSharedWithEntityID, event.RoleShare)
}

// attachmentDownload is a download of an attachment or of an old document.
func attachmentDownload(r *record, e *event.Event) {
	e.Kind = event.FileDownload
	e.Object = salesforce.ObjectOf("", r.takeID(fieldEntityID))
	e.Group = r.fileGroup(e.Object.ID)
}

func attachment(r *record, e *event.Event) {
	operation := strings.ToLower(r.value(fieldOperation))
	switch {
	case strings.Contains(operation, "download"):
		e.Kind = event.FileDownload
	case strings.Contains(operation, "insert") || strings.Contains(operation, "creat") || strings.Contains(operation, "upload"):
		e.Kind = event.FileUpload
	case strings.Contains(operation, "delet"):
		e.Kind = event.FileDelete
	case strings.Contains(operation, "update"):
		e.Kind = event.FileEdit
	case strings.Contains(operation, "view") || strings.Contains(operation, "read"):
		e.Kind = event.FileView
	default:
		e.Kind = event.FileOther
	}
	e.Object = event.Object{Type: "attachment", ID: r.takeID(fieldAttachmentID)}
	if e.Kind == event.FileDownload {
		e.Group = r.fileGroup(e.Object.ID)
	}
}
