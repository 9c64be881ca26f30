// SPDX-License-Identifier: Apache-2.0

package ident_test

import (
	"regexp"
	"testing"

	"dossier/samples/internal/chance"
	"dossier/samples/internal/ident"
)

func TestShapes(t *testing.T) {
	s := chance.New(3)
	for name, sample := range map[string]struct{ text, shape string }{
		"salesforce":  {ident.Salesforce("001", 17), `^0018c0000[0-9A-Za-z]{6}$`},
		"eighteen":    {ident.Salesforce18(ident.Salesforce("005", 4)), `^005[0-9A-Za-z]{12}[A-Z0-5]{3}$`},
		"request":     {string(ident.AppendRequest(nil, s)), `^4[0-9A-Za-z_-]{14}l1cJ[0-9A-Za-z]{2}-$`},
		"key":         {ident.Key(s), `^[0-9A-Za-z+/]{16}$`},
		"guid":        {ident.GUID(s), `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`},
		"online":      {ident.ExchangeOnline(s, "DM6PR12MB4401"), `^<DM6PR12MB4401[0-9A-F]{20}2C9@DM6PR12MB4401\.namprd12\.prod\.outlook\.com>$`},
		"on premises": {ident.OnPremises(s, "edge.larkfield.example"), `^<[0-9a-f]{32}@edge\.larkfield\.example>$`},
	} {
		if !regexp.MustCompile(sample.shape).MatchString(sample.text) {
			t.Errorf("%s: %q is not of the shape %s", name, sample.text, sample.shape)
		}
	}
}

func TestSalesforceNumbersGiveDifferentIDs(t *testing.T) {
	seen := map[string]bool{}
	for n := range 5000 {
		id := ident.Salesforce("001", n)
		if seen[id] {
			t.Fatalf("id %s of number %d was given before", id, n)
		}
		seen[id] = true
	}
}
