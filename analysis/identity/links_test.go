// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dossier/analysis/identity"
	"dossier/event"
	"dossier/index"
	"dossier/ingest"
	"dossier/parsers/all"
)

// directory makes a case of files and derives who holds which account.
func directory(t *testing.T, files map[string]string) *identity.Directory {
	t.Helper()
	exports, dir := t.TempDir(), filepath.Join(t.TempDir(), "test.case")
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(exports, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	ctx, now := context.Background(), func() time.Time { return time.Date(2024, time.May, 21, 9, 0, 0, 0, time.UTC) }
	if err := index.Create(dir, "test", "America/New_York", "test", now()); err != nil {
		t.Fatal(err)
	}
	w, err := index.OpenWriter(dir, index.WriterOptions{Purpose: "test", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	if err := ingest.Run(ctx, ingest.Options{Parsers: all.List()}, []string{exports}, w); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	c, err := index.Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	d, err := identity.Build(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// reissued is an address that two persons had one after the other, and the CRM's
// users of both.
var reissued = map[string]string{
	"roster.csv": "Employee ID,Name,Work Email,Hire Date,Last Working Day\n" +
		"E1,\"Roe, Julia\",j.roe@corp.example,2016-02-01,2024-02-09\n" +
		"E2,\"Roe, Jonas\",j.roe@corp.example,2024-03-04,\n" +
		"E3,\"Sorbo, Jorgen\",j.sorbo@corp.example,2019-11-25,\n",
	"ad.csv": "\"SamAccountName\",\"Name\",\"SID\",\"mail\",\"EmployeeID\"\n" +
		"\"ydavid\",\"יעל בן-דוד\",\"S-1-5-21-1-2-3-1105\",\"y.david@corp.example\",\"E4\"\n" +
		"\"ydavid\",\"Yael Ben-David\",\"S-1-5-21-1-2-3-1105\",\"y.david@corp.example\",\"E4\"\n",
	"User.csv": "Id,Username,Email,Name,IsActive,EmployeeNumber,CreatedDate\n" +
		"0055g00000AbCdFAAV,julia.roe@crm.example,j.roe@corp.example,Julia Roe,false,E1,2016-02-01T14:00:00.000+0000\n" +
		"0055g00000AbCdHAAV,jonas.roe@crm.example,j.roe@corp.example,Jonas Roe,true,E2,2024-03-04T14:00:00.000+0000\n" +
		"0055g00000AbCdJAAV,who@crm.example,j.roe@corp.example,Some Roe,true,,2024-03-04T14:00:00.000+0000\n" +
		"0055g00000AbCdLAAV,js@crm.example,j.sorbo@corp.example,Joergen Soerboe,true,E3,2019-11-25T14:00:00.000+0000\n" +
		"0055g00000AbCdNAAV,mixed@crm.example,j.sorbo@corp.example,Mixed Up,true,E1,2019-11-25T14:00:00.000+0000\n",
}

func TestUserOfAReissuedAddressIsToldByItsNumber(t *testing.T) {
	d := directory(t, reissued)
	for id, want := range map[string]string{
		"0055g00000AbCdFAAV": "employee:E1",
		"0055g00000AbCdHAAV": "employee:E2",
		"0055g00000AbCdJAAV": "", // the address alone is of two persons
		"0055g00000AbCdLAAV": "employee:E3",
		"0055g00000AbCdNAAV": "", // its address is one person's, its number another's
	} {
		link, _ := d.Holder(event.Account{Namespace: event.SalesforceID, Name: id}, event.Time{})
		if link.Person != want {
			t.Errorf("user %s is held by %q, want %q", id, link.Person, want)
		}
	}
}

func TestPersonIsFoundByTheNameInTheCRM(t *testing.T) {
	d := directory(t, reissued)
	for _, name := range []string{"Sorbo, Jorgen", "Jorgen Sorbo", "Joergen Soerboe"} {
		if p, err := d.Find(name); err != nil || p.ID != "employee:E3" {
			t.Errorf("%s is %q: %v", name, p.ID, err)
		}
	}
	for _, name := range []string{"Mixed Up", "Some Roe"} {
		if p, err := d.Find(name); err == nil {
			t.Errorf("%s, a user of nobody known, is %q", name, p.ID)
		}
	}
}

func TestFullestNameIsCountedInLetters(t *testing.T) {
	p, err := directory(t, reissued).Find("E4")
	if err != nil || p.Name != "Yael Ben-David" {
		t.Errorf("she is called %q: %v", p.Name, err)
	}
}
