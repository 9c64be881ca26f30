// SPDX-License-Identifier: Apache-2.0

package parsers_test

import (
	"testing"

	"dossier/parsers"
)

func TestKebabName(t *testing.T) {
	for in, want := range map[string]string{
		"USER_ID": "user-id", "UserId": "user-id", "User Id": "user-id", "Oracle_Id__c": "oracle-id-c",
		"CreatedBy.Username": "created-by-username", "a\tb\nc": "a-b-c", "Kündigung ÄNDERN": "kündigung-ändern",
		" _-": "", "": "",
	} {
		if got := parsers.KebabName(in); got != want {
			t.Errorf("KebabName(%q) = %q, want %q", in, got, want)
		}
	}
}
