// SPDX-License-Identifier: Apache-2.0

package salesforce

import (
	"dossier/samples/internal/company"
	"dossier/samples/internal/deed"
	"dossier/samples/internal/ident"
)

// Take records a deed, if Salesforce would have noticed it.
func (p *Product) Take(d *deed.Deed) {
	switch d.What {
	case deed.LogIn, deed.LogInFailed:
		p.login(d)
	case deed.LogOut:
		p.logout(d)
	case deed.LogInAs:
		p.loginAs(d)
	case deed.ViewCustomer:
		p.page(d, "Account", d.Customer.ID, d.Customer.ID18, "")
	case deed.UpdateCustomer:
		p.page(d, "Account", d.Customer.ID, d.Customer.ID18, "edit")
	case deed.ViewList:
		p.list(d)
	case deed.Search:
		p.search(d)
	case deed.RunReport:
		p.report(d, false)
	case deed.ExportReport:
		p.report(d, true)
	case deed.ViewDashboard:
		p.dashboard(d)
	case deed.DownloadContent:
		p.content(d)
	case deed.QueryAPI, deed.WriteAPI:
		p.soap(d)
	case deed.QueryREST:
		p.rest(d)
	case deed.QueryBulk:
		p.bulk(d)
	case deed.ChangeOwner:
		p.owner(d)
	case deed.ChangeSetup:
		p.change(d)
	}
}

// page is a record opened: a page view in Lightning, a URI in Classic.
func (p *Product) page(d *deed.Deed, object, id, id18, mode string) {
	if d.Who.Classic {
		path := "/" + id
		if mode == "edit" {
			path += "/e"
		}
		p.classic(d, d.At, p.request(), path, id18, id)
		return
	}
	path := "/lightning/r/" + object + "/" + id18 + "/view"
	if mode == "edit" {
		path = "/lightning/r/" + object + "/" + id18 + "/edit"
	}
	p.lightning(d, d.At, path, id18, object)
}

// classic is one page of Salesforce Classic.
func (p *Product) classic(d *deed.Deed, at int64, id request, path, id18, needle string) {
	run := 60 + p.fine.IntN(900)
	c := p.begin(uri, d, at, id, path, run)
	c.text("Standard", "S")
	c.number(run*p.fine.Between(200_000, 700_000), run*p.fine.Between(1, 9), run/5)
	c.text(referrers[p.fine.IntN(len(referrers))])
	p.end(uri, c, d, at, id18, needle)
}

var referrers = []string{"", "/home/home.jsp", "/001/o", "/00O/o", "/_ui/search/ui/UnifiedSearchResults"}

// lightning is one page of Lightning Experience.
func (p *Product) lightning(d *deed.Deed, at int64, path, id18, object string) {
	c := &cells{p.files[lightning].Open()}
	duration := 400 + p.fine.IntN(6000)
	c.text(typeNames[lightning])
	c.stamp(at)
	c.text("TID:" + string(ident.AppendHexLower(make([]byte, 0, 20), p.fine, 18)))
	c.text(company.Org, d.Who.UserID, d.Session.SessionKey, d.Session.LoginKey, "Standard", d.Session.SessionKey)
	c.text(geo[d.Who.Office.Site], d.Session.Cloud, "one:one", d.Session.Agent, "", "web", "", "", "", "", "DESKTOP")
	c.text(d.Session.Platform, "", d.Session.Browser, d.Session.Version)
	c.text("ltng:pageView", "click")
	c.number(int(at)+duration, 1+p.fine.IntN(90), int(at), duration, duration*9/10)
	c.text("", "", "", path, id18, object, contexts[object], "LightningSales")
	c.text("/lightning/page/home", "", "", "one:home", "LightningSales", "", "", "")
	c.derived(at)
	c.text(d.Who.UserID18, d.Session.IP)
	p.close(lightning, c, d, at, path)
}

var geo = [2]string{"US/New York", "GB/Manchester"}

var contexts = map[string]string{
	"Account": "force:recordHome", "Report": "reports:lightningReportApp", "Dashboard": "desktopDashboards:dashboard",
	"": "force:objectHomeDesktop",
}

// list is a list view; no type of its own records it.
func (p *Product) list(d *deed.Deed) {
	view := ident.SalesforceList(d.Text)
	if d.Who.Classic {
		p.classic(d, d.At, p.request(), "/001?fcf="+view, "", "/001?fcf="+view)
		return
	}
	p.lightning(d, d.At, "/lightning/o/Account/list?filterName="+ident.Salesforce18(view), "", "")
}

func (p *Product) login(d *deed.Deed) {
	run := 50 + p.fine.IntN(200)
	status, requestStatus := "LOGIN_NO_ERROR", "Success"
	if d.What == deed.LogInFailed {
		status, requestStatus = d.Text, ""
	}
	c := &cells{p.files[login].Open()}
	c.text(typeNames[login])
	c.stamp(d.At)
	c.text(string(p.request()), company.Org, d.Who.UserID)
	c.number(run, run/3)
	path, kind, client := "/index.jsp", "A", d.IP
	if d.Client != "" {
		path, kind, client = "/services/Soap/u/58.0", "I", "Salesforce.com IP"
	}
	c.text(path, "", d.Session.LoginKey, "Standard", requestStatus)
	c.number(run * p.fine.Between(200_000, 900_000))
	c.text(kind, d.Session.Agent, "f", "9998.0", d.Who.Username, "TLSv1.3", "TLS_AES_256_GCM_SHA384", "", "uiup")
	c.derived(d.At)
	c.text(d.Who.UserID18, client, "", status, d.IP)
	p.close(login, c, d, d.At, d.Who.Username)
	p.history(d, status)
}

func (p *Product) logout(d *deed.Deed) {
	c := &cells{p.files[logout].Open()}
	c.text(typeNames[logout])
	c.stamp(d.At)
	c.text(string(p.request()), company.Org, d.Who.UserID, "Standard", "UI", "1", d.Session.Agent)
	c.text("1015", "9999", "1000", "9998", "f", "60.0")
	c.number(p.fine.IntN(2))
	c.text(d.Session.SessionKey, d.Session.LoginKey)
	c.derived(d.At)
	c.text(d.Who.UserID18, d.Session.IP)
	p.close(logout, c, d, d.At, d.Session.LoginKey)
}

// loginAs is the administrator becoming somebody: USER_ID is the one he becomes.
func (p *Product) loginAs(d *deed.Deed) {
	c := p.begin(loginAs, d, d.At, p.request(), "/servlet/servlet.su", 140+p.fine.IntN(200))
	c.text(d.By.Username, d.By.UserID)
	p.end(loginAs, c, d, d.At, "", d.By.Username, d.By.UserID18)
}

func (p *Product) search(d *deed.Deed) {
	query := string(ident.AppendBase64(nil, p.fine, 7))
	id := p.request()
	c := &cells{p.files[search].Open()}
	c.text(typeNames[search])
	c.stamp(d.At)
	c.text(string(id), company.Org, d.Who.UserID, query)
	c.number(25 * p.fine.IntN(2))
	c.text(`"`+d.Text+`"`, "001 003 006")
	c.derived(d.At)
	p.close(search, c, d, d.At, query)
	if d.Customer == nil {
		return
	}
	at := d.At + int64(1500+p.fine.IntN(6000))
	c = &cells{p.files[searchClick].Open()}
	c.text(typeNames[searchClick])
	c.stamp(at)
	c.text(string(id), company.Org, d.Who.UserID, query, d.Customer.ID)
	c.number(1 + p.fine.IntN(4))
	c.derived(at)
	p.close(searchClick, c, d, at, d.Customer.ID)
}

// report is a report run or exported. An export is a row in Report and, for
// details only, a row in ReportExport with the same REQUEST_ID.
func (p *Product) report(d *deed.Deed, export bool) {
	id, run := p.request(), 300+d.Count/8+p.fine.IntN(1500)
	path, origin, rendering := "/lightning/r/Report/"+d.Report.ID18+"/view", "ReportRunFromLightning", ""
	if d.Who.Classic {
		path, origin, rendering = "/"+d.Report.ID, "ReportRunFromClassic", "W"
	}
	if export {
		path, origin = "/"+d.Report.ID+"?isdtp=p1&export=1&enc=UTF-8&xf="+d.Text, "ReportExported"
		if d.Who.Classic {
			rendering = map[string]string{"csv": "C", "xls": "X"}[d.Text]
		}
	}
	c := p.begin(report, d, d.At, id, path, run)
	c.text("Standard", "S")
	c.number(run * p.fine.Between(100_000, 500_000))
	c.text("Account", "S", rendering, d.Report.ID)
	c.number(d.Count, 0, 11, 11, 180+p.fine.IntN(60))
	c.blank(1)
	c.number(run*p.fine.Between(2, 12), run/4, 0)
	p.end(report, c, d, d.At, d.Report.ID18, d.Report.ID, d.Report.ID18, origin)
	if export {
		p.exported(d, id, path, run)
	}
}

func (p *Product) exported(d *deed.Deed, id request, path string, run int) {
	at := d.At + int64(p.fine.IntN(40))
	c := p.begin(reportExport, d, at, id, path, run+p.fine.IntN(40))
	c.text(d.Session.Agent, `"`+d.Report.Name+`"`)
	p.end(reportExport, c, d, at, d.Report.ID18, d.Report.ID)
}

func (p *Product) dashboard(d *deed.Deed) {
	id := p.request()
	board := ident.Salesforce("01Z", 40+d.Who.Index%5)
	for i := range max(1, d.Count) {
		at := d.At + int64(i*7+p.fine.IntN(400))
		rep := p.co.Reports[(d.Who.Index+i)%len(p.co.Reports)]
		c := p.begin(dashboard, d, at, id, "/"+board, 200+p.fine.IntN(900))
		c.text(ident.Salesforce("01a", 900+i), board, rep.ID, "1", "R", "0", d.Who.UserID)
		p.end(dashboard, c, d, at, ident.Salesforce18(board), board, ident.Salesforce18(board), rep.ID18)
	}
}

func (p *Product) content(d *deed.Deed) {
	c := &cells{p.files[contentTransfer].Open()}
	c.text(typeNames[contentTransfer])
	c.stamp(d.At)
	c.text(string(p.request()), "VersionDownloadAction", company.Org, d.Who.UserID, d.Doc.Content, d.Doc.Version)
	c.text(fileType(d.Doc.Name), "")
	c.number(d.Doc.SizeBytes)
	c.derived(d.At)
	c.text(d.Who.UserID18, ident.Salesforce18(d.Doc.Content), ident.Salesforce18(d.Doc.Version))
	p.close(contentTransfer, c, d, d.At, d.Doc.Content)
}

func fileType(name string) string {
	for suffix, kind := range map[string]string{".xlsx": "EXCEL_X", ".docx": "WORD_X", ".pptx": "POWER_POINT_X", ".pdf": "PDF"} {
		if len(name) > len(suffix) && name[len(name)-len(suffix):] == suffix {
			return kind
		}
	}
	return "UNKNOWN"
}

// totalUsage is what even the free edition records of an API call.
func (p *Product) totalUsage(d *deed.Deed, family, resource, method, version string) {
	c := &cells{p.files[apiTotal].Open()}
	c.text(typeNames[apiTotal])
	c.stamp(d.At)
	c.text(string(p.request()), company.Org, d.Who.UserID, family, version, resource, d.Client, method, d.Session.IP, "1")
	c.text("", d.Text, "200", d.Client, d.Who.Username)
	c.derived(d.At)
	p.close(apiTotal, c, d, d.At, d.Who.Username)
}
