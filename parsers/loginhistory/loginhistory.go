// SPDX-License-Identifier: Apache-2.0

// Package loginhistory reads the Login History of Salesforce: the download of the
// Setup page, and queries of the object LoginHistory.
package loginhistory

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"dossier/event"
	"dossier/parsers"
)

// Parser reads Login History in CSV.
var Parser = parsers.Parser{
	Name:     "salesforce-login-history",
	Version:  1,
	Title:    "Salesforce Login History (CSV)",
	Doc:      doc,
	Zoneless: true,
	Samples:  samples,
	Sniff:    sniff,
	Parse:    parse,
}

const doc = `Login History is Salesforce's list of the log-ins of the last six months. Two forms:

  page   what Setup > Login History > Download gives: columns named as on the page
         ("Login Time", "Source IP"). The order and exact spelling of the columns are
         not verified against a genuine file; they are found by name.
  query  the object LoginHistory by Data Loader, CLI or Workbench: columns named as
         in the API ("LoginTime", "SourceIp"), in any case and order.

KINDS  auth.login if Status is Success, auth.fail for every other status, auth.other
where there is none.

KEY  Id where there is one. Otherwise all cells that are not empty, with their columns'
names, and how many rows of the same time before this one are the same in every cell:
refused log-ins come in bursts, and a page has no column that numbers them.

TIMES  query: UTC by definition, or the offset in the text. page: the zone of whoever
downloaded (not verified), so the investigator is asked for it; a zone's abbreviation
behind the time is kept in the text and does not decide. The order of day and month is
inferred from the first rows unless it was said, and flagged where they leave it open.

FIELDS  Actor: UserId (salesforce-id), else Username (salesforce-user); Username is an
attribute beside an id. IP: SourceIp. Client: Application, or Browser where that says
no more than "Browser". Initiated: user for the login type Application through a
browser, else empty. No group, no quantities.

ATTRIBUTES  Every other cell that is not empty, under its column's name: username,
login-type, login-subtype, status, browser, platform, application, country-iso,
login-url, api-type, tls-protocol, forwarded-for-ip and so on; "N/A" and "null" are
taken for empty. ragged-row says how a row differs from its header, cell-N is a cell
beyond it.

REJECTS  Rows that name neither a time nor a user, rows that do not fit the header and
have no time, a last row cut off.`

const system = "salesforce-login-history"

// The columns, by the names they bear in one form or the other. Names are compared
// without blanks and case, so "Login Time" is LoginTime.
var (
	timeNames   = []string{"LoginTime", "Login Date/Time", "Login Time (Local)"}
	ipNames     = []string{"SourceIp", "Source IP Address"}
	userIDNames = []string{"UserId", "User.Id"}
	nameNames   = []string{"Username", "User.Username", "User Name", "User"}
	typeNames   = []string{"LoginType"}
	statusNames = []string{"Status", "Login Status"}
	appNames    = []string{"Application"}
	agentNames  = []string{"Browser"}
)

// marks are the columns that few other lists of log-ins have.
var marks = []string{
	"LoginType", "LoginUrl", "ApiType", "ApiVersion", "LoginSubType", "ClientVersion", "LoginGeoId", "TlsProtocol", "CipherSuite",
	"TLS Cipher Suite", "Application", "CountryIso",
}

func isHeader(cells []string) bool {
	h := parsers.NewHeader(cells)
	return h.Column(timeNames...) >= 0 && h.Column(ipNames...) >= 0 && count(h, marks) > 0 && h.Column("EVENT_TYPE") < 0
}

func count(h parsers.Header, names []string) int {
	n := 0
	for _, name := range names {
		if h.Has(name) {
			n++
		}
	}
	return n
}

func sniff(head parsers.Head) parsers.Score {
	_, rows, ok := parsers.FindHeader(head, isHeader)
	if !ok {
		return parsers.No
	}
	switch n := count(parsers.NewHeader(rows[0]), marks); {
	case n >= 3:
		return parsers.Certain
	case n == 2:
		return parsers.Likely
	}
	return parsers.Maybe
}

// reader reads one CSV.
type reader struct {
	csv   *parsers.CSV
	out   parsers.Out
	zone  *time.Location
	order parsers.DateOrder
	query bool // the names are those of the API, so times are UTC
	texts []string
	attrs []string // the columns' names as attributes
	twins twins

	id, time, ip, userID, name, loginType, status, application, browser int
}

func parse(in parsers.Input, out parsers.Out) error {
	delim, rows, found := parsers.FindHeader(parsers.PeekHead(&in), isHeader)
	r := &reader{csv: parsers.NewCSV(in, out, delim), out: out, zone: in.Zone, order: in.Order}
	if !found || !r.csv.ReadHeader(isHeader) {
		return r.csv.RejectRest("no header", "no row names a login time, a source address and another column of a login history")
	}
	r.setHeader()
	if r.order == parsers.OrderUnknown {
		r.order = parsers.InferOrder(r.times(rows[1:]))
	}
	for r.csv.Next() {
		if err := r.row(r.csv.Row()); err != nil {
			return err
		}
	}
	return r.csv.Err()
}

func (r *reader) setHeader() {
	h := r.csv.Header()
	r.attrs = make([]string, len(h.Cells()))
	for i, name := range h.Cells() {
		if r.attrs[i] = parsers.KebabName(name); r.attrs[i] == "" {
			r.attrs[i] = fmt.Sprintf("column-%d", i+1)
		}
	}
	r.id = h.Column("Id")
	r.time = h.Column(timeNames...)
	r.ip = h.Column(ipNames...)
	r.userID = h.Column(userIDNames...)
	r.name = h.Column(nameNames...)
	r.loginType = h.Column(typeNames...)
	r.status = h.Column(statusNames...)
	r.application = h.Column(appNames...)
	r.browser = h.Column(agentNames...)
	r.query = !strings.Contains(strings.TrimSpace(h.Cells()[r.time]), " ")
}

// times are the times of rows, for finding out how dates are written.
func (r *reader) times(rows [][]string) []string {
	var times []string
	for _, cells := range rows {
		if r.time < len(cells) {
			reading, _ := splitZone(cells[r.time])
			times = append(times, reading)
		}
	}
	return times
}

func (r *reader) row(row *parsers.Row) error {
	if row.CutOff() {
		return r.reject(row, "record cut off", fmt.Sprintf("ends after %d of %d cells", row.Count(), len(r.attrs)))
	}
	r.texts = row.AppendTexts(r.texts[:0])
	if slices.Equal(r.texts, r.csv.Header().Cells()) {
		return r.out.Skip(row.Span, event.SkipHeader) // files put one behind the other
	}
	e := r.event()
	ragged := row.Ragged()
	switch {
	case ragged != "" && !e.Time.Known():
		return r.reject(row, "row does not fit its header", ragged+", and no time where one should be")
	case !e.Time.Known() && e.Actor.IsZero():
		return r.reject(row, "neither time nor user", fmt.Sprintf("the time is %.40q", e.Time.Text))
	case ragged != "":
		e.Attrs = append(e.Attrs, event.Attr{Name: "ragged-row", Value: ragged})
	}
	e.Origin.Span = row.Span
	if id := r.text(r.id); id != "" {
		e.Key = event.NewKey(system, "id", event.SalesforceID18(id))
	} else {
		e.Key = r.twins.tell(e.Time.Text, row.Digest(system))
	}
	return r.out.Event(e)
}

func (r *reader) reject(row *parsers.Row, reason, detail string) error {
	return r.out.Reject(row.Span, reason, fmt.Sprintf("line %d: %s", row.Span.Line, detail))
}

// text is a cell, "" for those that say that there is nothing.
func (r *reader) text(i int) string {
	if i < 0 || i >= len(r.texts) {
		return ""
	}
	switch text := strings.TrimSpace(r.texts[i]); text {
	case "N/A", "null", "NULL":
		return ""
	default:
		return text
	}
}

// event makes the event of the row; the cells that it says itself are emptied.
func (r *reader) event() *event.Event {
	e := &event.Event{Kind: event.AuthOther}
	e.Time = r.clock(r.text(r.time))
	r.empty(r.time)
	switch status := r.text(r.status); {
	case strings.EqualFold(status, "Success"):
		e.Kind, e.Outcome = event.AuthLogin, event.OutcomeSuccess
	case status != "":
		e.Kind, e.Outcome = event.AuthFail, event.OutcomeFailure
	}
	e.Actor = r.actor()
	if ip := parsers.IP(r.text(r.ip)); ip != "" {
		if e.IP = ip; ip == r.text(r.ip) {
			r.empty(r.ip)
		}
	}
	e.Client = r.client()
	if browser := r.text(r.application); r.text(r.loginType) == "Application" && (browser == "" || browser == "Browser") {
		e.Initiated = event.InitiatedUser
	}
	e.Attrs = r.rest()
	return e
}

// empty marks a cell as said by the event.
func (r *reader) empty(i int) {
	if i >= 0 && i < len(r.texts) {
		r.texts[i] = ""
	}
}

// actor prefers the id; the user name stays beside it, to tell whose it is.
func (r *reader) actor() event.Account {
	if id := r.text(r.userID); id != "" {
		r.empty(r.userID)
		return event.Account{Namespace: event.SalesforceID, Name: id}
	}
	if name := r.text(r.name); name != "" {
		r.empty(r.name)
		return event.Account{Namespace: event.SalesforceUser, Name: name}
	}
	return event.Account{}
}

// client is the application; the word Browser says no more than which browser.
func (r *reader) client() string {
	application, browser := r.text(r.application), r.text(r.browser)
	if browser != "" && (application == "" || application == "Browser") {
		r.empty(r.browser)
		return browser
	}
	if application != "Browser" {
		r.empty(r.application)
	}
	return application
}

// rest is every cell that the event does not say itself.
func (r *reader) rest() []event.Attr {
	attrs := make([]event.Attr, 0, len(r.texts))
	for i := range r.texts {
		value := r.text(i)
		switch {
		case value == "":
		case i < len(r.attrs):
			attrs = append(attrs, event.Attr{Name: r.attrs[i], Value: value})
		default:
			attrs = append(attrs, event.Attr{Name: fmt.Sprintf("cell-%d", i+1), Value: value})
		}
	}
	return attrs
}
