// SPDX-License-Identifier: Apache-2.0

package salesforceelf

import (
	"strings"

	"dossier/event"
	"dossier/parsers/internal/salesforce"
)

// report is a run of a report for whatever purpose.
func report(r *record, e *event.Event) {
	e.Kind = reportKind(r)
	e.Initiated = reportInitiated(r.value(fieldOrigin))
	e.Object = event.Object{Type: "report", ID: r.takeID(fieldReportIDDerived, fieldReportID)}
	e.Quantities.Records = r.quantity(fieldRowCount, event.Own)
	e.Quantities.Bytes = r.productOfRows(e.Quantities.Records)
	if e.Kind != event.CRMReportRun || !r.dashboardComponent() {
		e.Group = r.requestGroup()
	}
}

// productOfRows estimates the size of a report from its average row.
func (r *record) productOfRows(rows event.Quantity) event.Quantity {
	if !rows.Present() {
		return rows
	}
	return r.product(fieldRowCount, fieldAverageRowSize)
}

// dashboardComponent: one request refreshes all reports of a dashboard, so it
// does not tie them into one act.
func (r *record) dashboardComponent() bool {
	return r.value(fieldDisplayType) == "D" || strings.HasPrefix(r.value(fieldOrigin), "Dashboard") ||
		r.id(fieldDashboardID) != "" || r.id(fieldDashboardIDDerived) != ""
}

// reportKind reads RENDERING_TYPE, which is blank for exports from Lightning, and
// ORIGIN, which tells those.
func reportKind(r *record) event.Kind {
	origin := r.value(fieldOrigin)
	switch {
	case r.is(fieldRenderingType, "P", "Printable"):
		return event.CRMReportPrint
	case origin == "ReportScheduled" || origin == "ReportRunAndNotificationSent":
		return event.CRMReportSend
	case r.is(fieldRenderingType, "X", "C", "Excel", "CSV", "Export") || strings.HasPrefix(origin, "ReportExported"):
		return event.CRMReportExport
	case r.is(fieldRenderingType, "E", "Email"):
		return event.CRMReportSend
	}
	return event.CRMReportRun
}

// reportInitiated is unknown for the origins that a program may have as well.
func reportInitiated(origin string) event.Initiated {
	switch origin {
	case "ReportScheduled", "ReportRunAndNotificationSent", "ReportRunFromReportingSnapshot":
		return event.InitiatedAutomation
	case "ReportExported", "ReportRunFromClassic", "ReportRunFromLightning", "ReportRunFromMobile", "ReportPreviewed",
		"ReportOpenedFromMobileDashboard", "DashboardComponentPreviewed", "ReportAddedToCampaign":
		return event.InitiatedUser
	}
	return event.InitiatedUnknown
}

// reportExport has neither the report's rows nor, in a column of its own, its id.
// The row of type Report in the same request has both.
func reportExport(r *record, e *event.Event) {
	e.Kind = event.CRMReportExport
	e.Initiated = event.InitiatedUser
	e.Object.Type = "report"
	if id := r.id(fieldURIIDDerived); salesforce.TypeOfID(id) == "report" {
		e.Object.ID = r.takeID(fieldURIIDDerived)
	} else {
		e.Object.ID = idInPath(r.value(fieldURI), "report")
	}
	e.Text = r.take(fieldReportDescription)
	e.Client = r.client(fieldClientInfo)
	e.Group = r.requestGroup()
}

func joinedReport(r *record, e *event.Event) {
	e.Kind = event.CRMReportRun
	e.Object = event.Object{Type: "report", ID: r.takeID(fieldMasterReportID)}
	e.Group = r.requestGroup()
}

func dashboard(r *record, e *event.Event) {
	e.Kind = event.CRMDashboardView
	e.Object = event.Object{Type: "dashboard", ID: r.takeID(fieldDashboardIDDerived, fieldDashboardID)}
	switch {
	case r.yes(fieldIsScheduled):
		e.Initiated = event.InitiatedAutomation
	case r.no(fieldIsScheduled):
		e.Initiated = event.InitiatedUser
	}
}

// analyticsDownload is a download of an analytics lens or dashboard.
func analyticsDownload(r *record, e *event.Event) {
	e.Kind = event.CRMAnalyticsSave
	e.Initiated = event.InitiatedUser
	e.Object = event.Object{Type: assetType(r.value(fieldAssetType)), ID: r.takeID(fieldAssetID)}
	e.Quantities.Records = r.quantity(fieldNumberOfRecords, event.Own)
	if r.id(fieldDownloadError) != "" {
		e.Outcome = event.OutcomeFailure
	}
}

func analyticsView(r *record, e *event.Event) {
	e.Kind = event.CRMPageView
	e.Initiated = event.InitiatedUser
	e.Object = event.Object{Type: assetType(r.value(fieldType)), ID: r.takeID(fieldRecordID)}
	if e.Object.Type == "dashboard" {
		e.Kind = event.CRMDashboardView
	}
}

func assetType(name string) string {
	if strings.Contains(strings.ToLower(name), "dashboard") {
		return "dashboard"
	}
	return "record"
}
