// SPDX-License-Identifier: Apache-2.0

package salesforceelf

import "dossier/event"

// mappers are the event types known, by their normal name. Of all other types,
// the rows are crm.other.
var mappers = map[string]mapper{
	"login":             login,
	"loginas":           loginAs,
	"salesforceloginas": supportLoginAs,
	"logout":            logout,

	"report":           report,
	"asyncreportrun":   report,
	"reportexport":     reportExport,
	"multiblockreport": joinedReport,
	"dashboard":        dashboard,
	"wavedownload":     analyticsDownload,
	"waveinteraction":  analyticsView,
	"wavechange":       analyticsView,

	"api":            soap,
	"restapi":        rest,
	"apexrestapi":    apexRest,
	"apitotalusage":  apiUsage,
	"bulkapi":        bulk,
	"bulkapi2":       bulk2,
	"bulkapirequest": bulkRequest,
	"databasesave":   databaseSave,

	"uri":                  uri,
	"lightningpageview":    lightningPage,
	"lightninginteraction": lightningInteraction,
	"aurarequest":          aura,
	"visualforcerequest":   namedPage,
	"sites":                namedPage,
	"console":              plain(event.CRMPageView),
	"knowledgearticleview": article,
	"search":               search,
	"searchclick":          searchClick,

	"contenttransfer":             contentTransfer,
	"contentdistribution":         contentDistribution,
	"contentdocumentlink":         contentDocumentLink,
	"documentattachmentdownloads": attachmentDownload,
	"attachment":                  attachment,

	"groupmembership":     groupMembership,
	"permissionupdate":    permissionUpdate,
	"insufficientaccess":  insufficientAccess,
	"transactionsecurity": transactionSecurity,
	"packageinstall":      packageInstall,

	"metadataapioperation": plain(event.AdminConfig),
	"changesetoperation":   plain(event.AdminConfig),
	"namedcredential":      plain(event.AdminConfig),
	"sandbox":              plain(event.AdminConfig),
	"platformencryption":   plain(event.AdminConfig),

	"uniquequery":       uniqueQuery,
	"timebasedworkflow": automatic,
}
