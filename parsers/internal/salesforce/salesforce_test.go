// SPDX-License-Identifier: Apache-2.0

package salesforce_test

import (
	"testing"

	"dossier/event"
	"dossier/parsers/internal/salesforce"
)

func TestIsID(t *testing.T) {
	for text, want := range map[string]bool{
		"001000000000009": true, "001000000000009AAA": true, "0055j000000utlPAAQ": true, "001000000000009aab": true,
		"recentactivity1": false, "00100000000000": false, "a0B5f00000XyzAb": true, "001000000000-09": false, "": false,
	} {
		if salesforce.IsID(text) != want {
			t.Errorf("IsID(%q) is %v", text, !want)
		}
	}
}

func TestObjectOf(t *testing.T) {
	for _, c := range []struct {
		kind, id string
		want     event.Object
	}{
		{"", "0015g00000AbCdE", event.Object{Type: "customer", ID: "0015g00000AbCdEAAV"}},
		{"record", "00Q5g00000AbCdEEAV", event.Object{Type: "lead", ID: "00Q5g00000AbCdEEAV"}},
		{"report", "0015g00000AbCdEAAV", event.Object{Type: "report", ID: "0015g00000AbCdEAAV"}},
		{"", "a015g00000AbCdEAAV", event.Object{Type: "record", ID: "a015g00000AbCdEAAV"}},
		{"case", "no id", event.Object{Type: "case", ID: "no id"}},
		{"", "", event.Object{}},
	} {
		if got := salesforce.ObjectOf(c.kind, c.id); got != c.want {
			t.Errorf("ObjectOf(%q, %q) = %+v, want %+v", c.kind, c.id, got, c.want)
		}
	}
}

func TestTypes(t *testing.T) {
	for name, want := range map[string]string{"Account": "customer", "Widget__c": "record", "": ""} {
		if got := salesforce.TypeOfEntity(name); got != want {
			t.Errorf("TypeOfEntity(%q) = %q, want %q", name, got, want)
		}
	}
	if got := salesforce.TypeOfPrefix("006") + salesforce.TypeOfPrefix("017"); got != "opportunity" {
		t.Errorf("prefixes 006 and 017: %q", got)
	}
}

func TestSameID(t *testing.T) {
	const long, short = "0015g00000AbCdEAAV", "0015g00000AbCdE"
	if !salesforce.SameID(long, short) || !salesforce.SameID(short, long) || !salesforce.SameID(long, long) {
		t.Error("an id differs from itself")
	}
	if salesforce.SameID("", "") || salesforce.SameID(short, "0015g00000abcde") || salesforce.SameID(short[:14], short) {
		t.Error("different ids are the same")
	}
}

func TestIsService(t *testing.T) {
	for name, want := range map[string]bool{" automated Process": true, "Platform Integration User": true, "Jo Roe": false, "": false} {
		if salesforce.IsService(name) != want {
			t.Errorf("IsService(%q) is %v", name, !want)
		}
	}
}
