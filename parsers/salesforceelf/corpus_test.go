// SPDX-License-Identifier: Apache-2.0

package salesforceelf

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/parsertest"
)

var corpus = filepath.Join("..", "..", "..", "shared", "corpus")

// genuine are the files of the corpus that are Event Log Files, with the number
// of their events.
var genuine = map[string]int{
	"elastic-integrations/Login_elf_20221122.csv":            1,
	"elastic-integrations/Logout_elf_20221122.csv":           1,
	"unidentified-repo/Login_elf_20211102_readme.csv":        1,
	"newrelic-salesforce-exporter/sample_log_lines.csv":      2,
	"newrelic-salesforce-exporter/sample_log_lines.json":     2,
	"elastic-integrations/test-apex.log":                     2,
	"elastic-integrations/test-login-eventlogfile.log":       1,
	"elastic-integrations/test-logout-eventlogfile.log":      1,
	"panther-analysis/salesforce_admin_login_as_user.ndjson": 2,

	"elastic-integrations/test-aura-request-eventlogfile-sample.log": 10,
}

// expected is how many events a file has; all of AppOmni's have one. Panther's
// other files are invented rows in the genuine envelope and are not counted.
func expected(path string) (int, bool) {
	path = strings.TrimPrefix(filepath.ToSlash(path), filepath.ToSlash(corpus)+"/crm/")
	if strings.HasPrefix(path, "appomni-emm/salesforce/salesforce_elf_") {
		return 1, true
	}
	n, ok := genuine[path]
	return n, ok
}

// TestCorpus reads every file that is an Event Log File and refuses every other.
func TestCorpus(t *testing.T) {
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("no corpus of real files beside the tree")
	}
	read := 0
	err := filepath.WalkDir(corpus, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		want, isELF := expected(path)
		for _, p := range []parsers.Parser{Parser, JSONParser} {
			claimed := p.Sniff(parsertest.HeadOf(data)) != parsers.No
			invented := strings.Contains(path, "panther-analysis")
			if claimed != (isELF && strings.HasSuffix(path, ".csv") == (p.Name == Parser.Name)) && !invented {
				t.Errorf("%s: %s claims it: %v", path, p.Name, claimed)
			}
			if claimed && isELF {
				read++
				checkFile(t, p, path, data, want)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if read != len(genuine)+14 {
		t.Errorf("%d Event Log Files read, want %d", read, len(genuine)+14)
	}
}

func checkFile(t *testing.T, p parsers.Parser, path string, data []byte, want int) {
	t.Helper()
	c, err := parsertest.CollectBytes(p, data)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Events) != want || len(c.Rejects) != 0 {
		t.Errorf("%s: %d events, %v; want %d", path, len(c.Events), c.Rejects, want)
	}
	for _, e := range c.Events {
		if !e.Time.Known() || e.Actor.IsZero() || e.Key.IsZero() {
			t.Errorf("%s: no time, actor or key in %+v", path, e)
		}
	}
}

func corpusEvents(t *testing.T, p parsers.Parser, elements ...string) []*event.Event {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(append([]string{corpus, "crm"}, elements...)...))
	if err != nil {
		t.Skip("no corpus of real files beside the tree")
	}
	c, err := parsertest.CollectBytes(p, data)
	if err != nil {
		t.Fatal(err)
	}
	return c.Events
}

func TestCorpusKinds(t *testing.T) {
	for file, want := range map[string]event.Kind{
		"salesforce_elf_soap_api_event/activity_audit_create_resource_soapapi.json":         event.CRMAPIWrite,
		"salesforce_elf_soap_api_event/activity_audit_update_resource_soapapi.json":         event.CRMAPIWrite,
		"salesforce_elf_soap_api_event/activity_audit_delete_resource_soapapi.json":         event.CRMRecordDelete,
		"salesforce_elf_soap_api_event/activity_audit_download_resource_soapapi.json":       event.CRMAPIRead,
		"salesforce_elf_aura_request_event/activity_audit_update_resource_aurarequest.json": event.CRMRecordUpdate,
		"salesforce_elf_aura_request_event/activity_audit_create_resource_aurarequest.json": event.CRMRecordCreate,
		"salesforce_elf_aura_request_event/activity_audit_delete_resource_aurarequest.json": event.CRMOther,
		"salesforce_elf_search_event/activity_audit_query_resource_elf_search.json":         event.CRMSearch,
		"salesforce_elf_login_event/authentication_account_login_elf.json":                  event.AuthFail,
		"salesforce_elf_logout_event/authentication_account_logout_elf.json":                event.AuthLogout,
	} {
		if e := corpusEvents(t, JSONParser, "appomni-emm", "salesforce", filepath.FromSlash(file))[0]; e.Kind != want {
			t.Errorf("%s: %s, want %s", file, e.Kind, want)
		}
	}
	e := corpusEvents(t, JSONParser, "panther-analysis", "salesforce_admin_login_as_user.ndjson")[1]
	if e.Kind != event.AuthLoginAs || e.Actor.Name != "0054x000001L78aAAC" || e.OnBehalfOf.IsZero() {
		t.Errorf("login as: %s by %v for %v", e.Kind, e.Actor, e.OnBehalfOf)
	}
}
