// SPDX-License-Identifier: Apache-2.0

package mailbox

import (
	"strings"

	"dossier/event"
	"dossier/parsers"
)

const (
	limitAttrBytes = 4 << 10 // of one value
	limitAttrs     = 300
)

// kept are the header fields that become attributes of their own name.
var kept = fieldSet(`in-reply-to references reply-to return-path delivered-to envelope-to x-original-to x-envelope-to
	x-envelope-from x-delivered-to delivery-date auto-submitted precedence content-language importance priority x-priority
	x-msmail-priority sensitivity organization x-organization disposition-notification-to return-receipt-to errors-to
	mail-followup-to original-recipient thread-index thread-topic x-ms-has-attach x-unsent
	authentication-results arc-authentication-results received-spf x-sender x-sender-ip x-apparently-to x-apparently-from
	status x-status x-keywords keywords comments x-uid x-uidl x-account-key x-label newsgroups list-id list-post
	x-mailer user-agent x-mimeole x-loop x-client-ip x-remote-ip x-source-ip x-source x-php-originating-script x-get-message-sender-via
	x-yahoo-newman-id x-universally-unique-identifier x-uniform-type-identifier apparently-to x-report-abuse x-failed-recipients`)

// keptPrefixes are the beginnings of names of fields that become attributes.
var keptPrefixes = []string{
	"resent-", "x-forwarded-", "x-originating-", "x-gm-", "x-gmail-", "x-google-original-", "x-mozilla-", "x-auth",
	"x-ms-exchange-organization-", "x-ms-exchange-crosstenant-", "x-ms-exchange-inbox-rules-", "x-ms-exchange-parent-", "x-rule-",
}

func keeps(name string) bool {
	if kept[name] {
		return true
	}
	for _, prefix := range keptPrefixes {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// attrName is a field's name in the form attributes have. Mail does not tell
// capitals from small letters in names.
func attrName(name []byte) string {
	return parsers.KebabName(strings.ToLower(cutText(strings.ToValidUTF8(string(name), ""), 100)))
}

// appendAttr adds a value unless it is empty; what is too long is cut.
func appendAttr(attrs []event.Attr, name, value string) []event.Attr {
	value = strings.TrimSpace(value)
	if value == "" || name == "" || len(attrs) >= limitAttrs {
		return attrs
	}
	return append(attrs, event.Attr{Name: name, Value: cutText(value, limitAttrBytes)})
}

// once are the fields that a message may have once; further ones that say
// something else are told of.
var once = fieldSet("from sender subject date message-id")

// headerAttrs are the fields kept, and the repeated ones that must not be.
func headerAttrs(attrs []event.Attr, in *parsers.Input, h *header) []event.Attr {
	seen := map[string]string{}
	for i := range h.fields {
		name := strings.ToLower(string(h.name(i)))
		switch {
		case once[name]:
			value := string(h.value(i))
			if first, ok := seen[name]; !ok {
				seen[name] = value
			} else if value != first {
				attrs = appendAttr(attrs, "repeated-"+name, decodeWords(in, h.value(i)))
			}
		case keeps(name):
			attrs = appendAttr(attrs, attrName(h.name(i)), decodeWords(in, h.value(i)))
		}
	}
	return attrs
}
