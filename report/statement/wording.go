// SPDX-License-Identifier: Apache-2.0

package statement

import (
	"fmt"
	"regexp"
)

// loaded are words that say what an act means, which is not for a log to say.
var loaded = regexp.MustCompile(`(?i)\b(stole|stolen|steal(s|ing)?|theft|thief|exfiltrat\w*|leak(s|ed|ing|age)?|suspicious\w*|malicious\w*|abnormal\w*|` +
	`anomal\w*|obvious(ly)?|clearly|massive(ly)?|caught|guilty|illegal\w*|unlawful\w*|wrongdoing|culprit|perpetrator)\b`)

// WordingError says that a text of ours, or of whoever asked for an export, has a word
// that a neutral profile does not allow.
type WordingError struct{ Where, Word string }

// Error names the word and where it stands.
func (e *WordingError) Error() string {
	return fmt.Sprintf("%s: %q says what an act means; exports to others are neutral: put it otherwise, or use --profile counsel or internal", e.Where, e.Word)
}

// Check returns a *WordingError if the text has a loaded word.
func Check(where, text string) error {
	if word := loaded.FindString(text); word != "" {
		return &WordingError{where, word}
	}
	return nil
}
