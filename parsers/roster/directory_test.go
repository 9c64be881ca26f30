// SPDX-License-Identifier: Apache-2.0

package roster

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/parsertest"
)

func facts(t *testing.T, p parsers.Parser, in parsers.Input) []*event.Fact {
	t.Helper()
	c, err := parsertest.Collect(p, in)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.WellFormed(); err != nil {
		t.Fatal(err)
	}
	return c.Facts
}

func factsOf(t *testing.T, p parsers.Parser, text string) []*event.Fact {
	t.Helper()
	return facts(t, p, parsertest.InputOf([]byte(text)))
}

func attrs(pairs ...string) []event.Attr {
	var list []event.Attr
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, event.Attr{Name: pairs[i], Value: pairs[i+1]})
	}
	return list
}

// same compares what a fact says, its key and place apart.
func same(t *testing.T, got *event.Fact, want event.Fact) {
	t.Helper()
	if got.Key.IsZero() || got.Origin.Span.Length == 0 {
		t.Error("no key or no span")
	}
	bare := *got
	bare.Key, bare.Origin = event.Key{}, event.Origin{}
	if diff := cmp.Diff(want, bare); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestPowerShellExport(t *testing.T) {
	list := factsOf(t, ADParser, directorySamples[0].Text)
	same(t, list[0], event.Fact{
		Kind:    event.FactPerson,
		Subject: event.Object{Type: "user", ID: "0a1b2c3d-1111-2222-3333-0123456789ab", Name: "Roe, Jo"},
		Accounts: []event.Account{
			{Namespace: event.SID, Name: "S-1-5-21-10-20-30-1105"},
			{Namespace: event.UPN, Name: "jo.roe@corp.example"},
			{Namespace: event.WindowsSAM, Name: "jroe"},
			{Namespace: event.Email, Name: "jo.roe@corp.example"},
			{Namespace: event.Email, Name: "jroe@old.example"},
			{Namespace: event.LegacyDN, Name: "/o=Corp/ou=First/cn=Recipients/cn=jroe"},
			{Namespace: event.EmployeeNumber, Name: "1042"},
			{Namespace: event.DirectoryID, Name: "0a1b2c3d-1111-2222-3333-0123456789ab"},
		},
		Given: "Jo", Surname: "Roe", Title: "Account Executive", Department: "Sales", Office: "Berlin", Company: "Corp Inc",
		Manager: event.Account{Namespace: event.DisplayName, Name: "Boss, Max"},
		Leaves:  "2024-05-14", Active: event.Yes,
		Attrs: attrs(
			"proxy-addresses", "SMTP:jo.roe@corp.example;smtp:jroe@old.example;X500:/o=Corp/ou=First/cn=Recipients/cn=jroe;SIP:jo.roe@corp.example",
			"account-expiration-date", "14.05.2024 00:00:00", "manager", `CN=Boss\, Max,OU=Staff,DC=corp,DC=example`,
			"distinguished-name", `CN=Roe\, Jo,OU=Staff,DC=corp,DC=example`, "when-changed", "03.04.2024 10:11:12",
			"leaves-from", "AccountExpirationDate"),
	})
	second := list[1]
	if second.Active != event.No || second.Leaves != "" || second.Subject.ID != "0A1B2C3D-1111-2222-3333-0123456789AC" ||
		second.Attr("object-guid") == "" || len(second.Accounts) != 3 {
		t.Errorf("second: %+v", second)
	}
}

func TestCsvde(t *testing.T) {
	list := factsOf(t, ADParser, directorySamples[2].Text)
	want := []event.Account{
		{Namespace: event.SID, Name: "S-1-5-21-10-20-30-1105"}, {Namespace: event.WindowsSAM, Name: "jroe"},
		{Namespace: event.Email, Name: "jo.roe@corp.example"},
		{Namespace: event.DirectoryID, Name: "0a1b2c3d-1111-2222-3333-0123456789ab"},
		{Namespace: event.LegacyDN, Name: "/o=Corp/ou=First/cn=Recipients/cn=jroe"},
	}
	if diff := cmp.Diff(want, list[0].Accounts); diff != "" {
		t.Error(diff)
	}
	if list[0].Active != event.No || list[0].Leaves != "2024-05-14" || list[0].Attr("date-in-utc") != "account-expires" ||
		list[0].Attr("leaves-from") != "accountExpires" || list[0].Attr("object-sid") == "" {
		t.Errorf("%+v", list[0])
	}
	machine := list[1]
	if machine.Kind != event.FactObject || machine.Subject != (event.Object{Type: "record", ID: "PC-7$", Name: "PC-7"}) ||
		machine.Leaves != "" || machine.Active != event.Yes {
		t.Errorf("%+v", machine)
	}
}

func TestPortalExports(t *testing.T) {
	entra := factsOf(t, ADParser, directorySamples[3].Text)[0]
	if entra.Active != event.No || entra.Title != "Account Executive" || entra.Company != "Corp Inc" || len(entra.Accounts) != 4 {
		t.Errorf("%+v", entra)
	}
	centre := factsOf(t, ADParser, directorySamples[4].Text)[0]
	want := []event.Account{
		{Namespace: event.UPN, Name: "jo.roe@corp.example"}, {Namespace: event.Email, Name: "jo.roe@corp.example"},
		{Namespace: event.Email, Name: "jo+x@corp.example"}, {Namespace: event.DirectoryID, Name: "0a1b2c3d-1111-2222-3333-0123456789ab"},
	}
	if diff := cmp.Diff(want, centre.Accounts); diff != "" || centre.Active != event.No {
		t.Errorf("active %v\n%s", centre.Active, diff)
	}
}

// TestWindowsNames: a domain is taken from where the record tells it, and nowhere else.
func TestWindowsNames(t *testing.T) {
	for _, c := range []struct{ header, row, want string }{
		{"SamAccountName,SID,DistinguishedName", `jroe,,"CN=Jo,DC=corp,DC=example"`, "jroe"},
		{"SamAccountName,SID,Domain", `jroe,,CORP`, `CORP\jroe`},
		{"SamAccountName,SID,Domain", `jroe,,corp.example`, "jroe"},
		{"SamAccountName,SID,msDS-PrincipalName", `jroe,,CORP\jroe`, `CORP\jroe`},
		{"SamAccountName,SID,msDS-PrincipalName", `jroe,,jroe@corp.example`, `jroe`},
		{"SamAccountName,SID,Domain", `OLD\jroe,,CORP`, `OLD\jroe`},
	} {
		f := factsOf(t, ADParser, c.header+"\n"+c.row+"\n")[0]
		if f.Accounts[0] != (event.Account{Namespace: event.WindowsSAM, Name: c.want}) {
			t.Errorf("%s: %s: %v", c.header, c.row, f.Accounts)
		}
	}
}

func TestProxyForms(t *testing.T) {
	want := []event.Account{
		{Namespace: event.Email, Name: "a@x.example"}, {Namespace: event.Email, Name: "b@x.example"},
		{Namespace: event.LegacyDN, Name: "/o=A B/ou=(C)/cn=d"},
	}
	for _, text := range []string{
		"SMTP:a@x.example;smtp:b@x.example;X500:/o=A B/ou=(C)/cn=d",
		"{SMTP:a@x.example, smtp:b@x.example, X500:/o=A B/ou=(C)/cn=d}",
		`["SMTP:a@x.example","smtp:b@x.example","x500:/o=A B/ou=(C)/cn=d"]`,
		"SMTP:a@x.example\nsmtp:b@x.example\r\nsip:a@x.example\nX500:/o=A B/ou=(C)/cn=d",
		"SMTP:a@x.example+smtp:b@x.example+X500:/o=A B/ou=(C)/cn=d",
		"SMTP:a@x.example smtp:A@X.example smtp:b@x.example EUM:12;phone-context=x X500:/o=A B/ou=(C)/cn=d",
	} {
		f := &event.Fact{}
		addProxies(f, text)
		if diff := cmp.Diff(want, f.Accounts); diff != "" {
			t.Errorf("%q: -want +got:\n%s", text, diff)
		}
	}
	f := &event.Fact{}
	addProxies(f, "a@x.example; b@x.example")
	if len(f.Accounts) != 2 {
		t.Errorf("without types: %v", f.Accounts)
	}
	for _, text := range []string{"", "Microsoft.ActiveDirectory.Management.ADPropertyValueCollection", "smtp:", ":", "smtp:a", "x500:b"} {
		f := &event.Fact{}
		if addProxies(f, text); len(f.Accounts)+len(f.Attrs) != 0 {
			t.Errorf("%q gives %v %v", text, f.Accounts, f.Attrs)
		}
	}
}

func TestProxiesAreBounded(t *testing.T) {
	f := &event.Fact{}
	var text strings.Builder
	for i := range 5000 {
		text.WriteString("smtp:a" + strings.Repeat("b", i%300) + numbered(i) + "@x.example;")
	}
	addProxies(f, text.String())
	if len(f.Accounts) != limitAccounts || f.Attr("accounts-left-out") == "" {
		t.Errorf("%d accounts, attrs %v", len(f.Accounts), f.Attrs)
	}
}

func TestCommonName(t *testing.T) {
	for text, want := range map[string]string{
		"CN=Jo Roe,OU=Staff,DC=x": "Jo Roe", `cn=Roe\, Jo,OU=x`: "Roe, Jo", `CN=J\C3\B6 Roe`: "Jö Roe", `CN=\FF`: "\uFFFD",
		`CN=a\`: `a\`, "CN=": "", `CN=Roe\2C Jo,DC=x`: "Roe, Jo",
	} {
		if got, ok := commonName(text); got != want || !ok {
			t.Errorf("%q: %q, %v", text, got, ok)
		}
	}
	if _, ok := commonName("Jo Roe"); ok {
		t.Error("a plain name is no distinguished name")
	}
}

func TestBinaryIDs(t *testing.T) {
	for _, bad := range []string{"", "X'", "X''", "X'01'", "X'0105'", "X'0205000000000005'", "S-1-x", "S-2-5-21", "X'zz'", "{}", strings.Repeat("0", 36)} {
		if sid, ok := parseSID(bad); ok {
			t.Errorf("sid %q is read as %q", bad, sid)
		}
		if guid, ok := parseGUID(bad); ok {
			t.Errorf("guid %q is read as %q", bad, guid)
		}
	}
	if sid, ok := parseSID("X'01010000000000050B000000'"); sid != "S-1-5-11" || !ok {
		t.Errorf("%q, %v", sid, ok)
	}
}

func TestDirectoryScores(t *testing.T) {
	for header, want := range map[string]parsers.Score{
		"SamAccountName,UserPrincipalName":                parsers.Certain,
		"userPrincipalName,displayName,id,accountEnabled": 90,
		"DN,objectClass,cn":                               80,
		"#TYPE Selected.Microsoft.ActiveDirectory.Management.ADUser\nName,mail,LastLogonDate": parsers.Certain,
		"#TYPE System.Diagnostics.Process\nName,mail":                                         parsers.No,
		"Group,SamAccountName":                             parsers.No,
		"SamAccountName,Name":                              parsers.No,
		"userPrincipalName,displayName":                    parsers.No,
		"userPrincipalName,displayName,id,ipAddress,extra": parsers.No,
	} {
		if got := ADParser.Sniff(parsertest.HeadOf([]byte(header + "\nx,y\n"))); got != want {
			t.Errorf("%s: %d, want %d", header, got, want)
		}
	}
}
