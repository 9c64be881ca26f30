// SPDX-License-Identifier: Apache-2.0

package unifiedaudit

import (
	"strings"

	"dossier/event"
	"dossier/parsers"
)

// cmdlets is what administrators, and users by their settings, did through
// PowerShell or a page that calls it: operations of the form Set-Mailbox.
var cmdlets = family{
	other: event.AdminOther,
	guess: guessCmdlet,
	fill:  fillCmdlet,
	kinds: map[string]event.Kind{
		"new-inboxrule": event.MailRule, "set-inboxrule": event.MailRule, "remove-inboxrule": event.MailRule,
		"enable-inboxrule": event.MailRule, "disable-inboxrule": event.MailRule,
		"new-transportrule": event.MailRule, "set-transportrule": event.MailRule, "remove-transportrule": event.MailRule,
		"enable-transportrule": event.MailRule, "disable-transportrule": event.MailRule,
		"new-journalrule": event.MailRule, "set-journalrule": event.MailRule, "remove-journalrule": event.MailRule,

		"add-mailboxpermission": event.MailDelegate, "remove-mailboxpermission": event.MailDelegate,
		"set-mailboxpermission":   event.MailDelegate,
		"add-recipientpermission": event.MailDelegate, "remove-recipientpermission": event.MailDelegate,
		"add-mailboxfolderpermission": event.MailDelegate, "set-mailboxfolderpermission": event.MailDelegate,
		"remove-mailboxfolderpermission": event.MailDelegate, "add-publicfolderclientpermission": event.MailDelegate,
		"add-adpermission": event.MailDelegate, "remove-adpermission": event.MailDelegate,

		"new-mailboxexportrequest": event.MailExport, "new-compliancesearchaction": event.AdminSearch,
		"search-mailbox": event.MailSearch, "new-mailboxsearch": event.MailSearch, "start-mailboxsearch": event.MailSearch,
		"new-compliancesearch": event.AdminSearch, "start-compliancesearch": event.AdminSearch, "set-compliancesearch": event.AdminSearch,
		"search-unifiedauditlog": event.AdminSearch, "search-adminauditlog": event.AdminSearch, "search-mailboxauditlog": event.AdminSearch,
		"get-messagetrace": event.AdminSearch, "get-messagetracev2": event.AdminSearch, "start-historicalsearch": event.AdminSearch,
		"get-messagetracedetail": event.AdminSearch,

		"new-mailbox": event.AdminUser, "remove-mailbox": event.AdminUser, "enable-mailbox": event.AdminUser,
		"disable-mailbox": event.AdminUser, "new-mailuser": event.AdminUser, "set-mailuser": event.AdminUser, "remove-mailuser": event.AdminUser,
		"set-user": event.AdminUser, "new-mailcontact": event.AdminUser, "set-mailcontact": event.AdminUser, "remove-mailcontact": event.AdminUser,

		"add-rolegroupmember": event.AdminPermission, "remove-rolegroupmember": event.AdminPermission, "update-rolegroupmember": event.AdminPermission,
		"new-rolegroup": event.AdminPermission, "new-managementroleassignment": event.AdminPermission,
		"set-managementroleassignment": event.AdminPermission, "remove-managementroleassignment": event.AdminPermission,
		"add-distributiongroupmember": event.AdminPermission, "remove-distributiongroupmember": event.AdminPermission,
		"add-unifiedgrouplinks": event.AdminPermission, "remove-unifiedgrouplinks": event.AdminPermission,

		"new-app": event.AdminApp, "remove-app": event.AdminApp, "enable-app": event.AdminApp, "disable-app": event.AdminApp,
	},
}

// guessCmdlet goes by the verb: all but asking changes something.
func guessCmdlet(operation string) event.Kind {
	verb, _, _ := strings.Cut(operation, "-")
	switch verb {
	case "add", "clear", "disable", "enable", "install", "new", "remove", "reset", "resume", "set", "start", "stop", "suspend",
		"uninstall", "undo", "update", "upgrade":
		return event.AdminConfig
	}
	return ""
}

// fillCmdlet reads a cmdlet with its parameters.
func fillCmdlet(r *record) {
	p := r.parameters()
	object := r.text("ObjectId")
	r.e.Object = event.Object{ID: object, Name: lastPart(first(p["Identity"], object))}
	switch noun := cmdletNoun(r.operation); {
	case r.e.Kind == event.MailRule:
		r.e.Object.Type = "rule"
		r.e.Object.Name = first(p["Name"], r.e.Object.Name)
		r.forwardTo(p, "ForwardTo", "ForwardAsAttachmentTo", "RedirectTo", "BlindCopyTo", "CopyTo", "RedirectMessageTo",
			"AddToRecipients", "JournalEmailAddress")
	case r.e.Kind == event.MailDelegate:
		r.e.Object.Type = "mailbox"
		r.delegates(p, "User", "Trustee")
	case noun == "mailbox" || noun == "casmailbox" || noun == "mailboxexportrequest":
		r.e.Object.Type = "mailbox"
		r.mailboxSettings(p)
	case r.e.Kind == event.AdminUser:
		r.e.Object.Type = "user"
	case r.e.Kind == event.AdminPermission:
		r.delegates(p, "Member", "Members", "User", "Links")
	case r.e.Kind == event.AdminSearch:
		r.search(p)
	}
}

// cmdletNoun is what a cmdlet is about, in lower case.
func cmdletNoun(operation string) string {
	_, noun, _ := strings.Cut(strings.ToLower(operation), "-")
	return noun
}

// parameters are those of a cmdlet that have a value. The names of those that have
// none are noted: an empty ForwardingSmtpAddress ends a forwarding.
func (r *record) parameters() map[string]string {
	list := r.data.Get("Parameters").Elements()
	p := make(map[string]string, len(list))
	var empty bounded
	for _, m := range list {
		name, value := m.Value.Get("Name").Text(), m.Value.Get("Value").String()
		if value == "" || value == "null" {
			empty.add(name)
		} else if _, again := p[name]; !again {
			p[name] = value
		}
	}
	for _, name := range empty.texts {
		if _, set := p[name]; !set {
			p[name] = ""
		}
	}
	r.note("parameters-empty", strings.Join(empty.texts, " "))
	return p
}

// forwardTo adds the addresses in the parameters as targets.
func (r *record) forwardTo(p map[string]string, names ...string) {
	for _, name := range names {
		for _, address := range addresses(p[name]) {
			r.target(event.RoleForward, mailed(address), "")
		}
	}
}

// delegates adds those who are named in the parameters.
func (r *record) delegates(p map[string]string, names ...string) {
	role := event.RoleDelegate
	if r.e.Kind == event.AdminPermission {
		role = event.RoleUser
	}
	for _, name := range names {
		for _, who := range addresses(p[name]) {
			r.target(role, named(who), lastPartOnly(who))
		}
	}
}

// mailboxSettings tells what a change of a mailbox is about: where its mail is
// forwarded, who may send for its owner, or something else.
func (r *record) mailboxSettings(p map[string]string) {
	smtp, hasSMTP := p["ForwardingSmtpAddress"]
	address, hasAddress := p["ForwardingAddress"]
	_, keeps := p["DeliverToMailboxAndForward"]
	switch {
	case smtp != "" || address != "":
		r.e.Kind = event.MailForwarding
		r.note("forwarding", "set")
		r.forwardTo(p, "ForwardingSmtpAddress", "ForwardingAddress")
	case hasSMTP || hasAddress:
		r.e.Kind = event.MailForwarding
		r.note("forwarding", "cleared")
	case keeps:
		r.e.Kind = event.MailForwarding
	case p["GrantSendOnBehalfTo"] != "":
		r.e.Kind = event.MailDelegate
		r.delegates(p, "GrantSendOnBehalfTo")
	}
}

// search reads what a search is for, and whether its hits were exported or purged.
// The compliance center writes its parameters as a command line.
func (r *record) search(p map[string]string) {
	line := strings.ToLower(r.data.Get("Parameters").Text())
	r.e.Text = first(p["ContentMatchQuery"], p["SearchQuery"], p["FreeText"], p["Operations"])
	if plainOperation(r.operation) != "new-compliancesearchaction" {
		return
	}
	_, exports := p["Export"]
	_, purges := p["Purge"]
	switch {
	case exports || strings.Contains(line, "-export"):
		r.e.Kind = event.MailExport
	case purges || strings.Contains(line, "-purge"):
		r.e.Kind = event.MailPurge
	}
}

// addresses splits a parameter that names several.
func addresses(value string) []string {
	if strings.HasPrefix(value, "[") {
		if list, err := parsers.ParseJSONText(value); err == nil {
			return elements(list)
		}
	}
	var list []string
	for _, one := range strings.FieldsFunc(value, func(c rune) bool { return c == ';' || c == ',' && !isLegacyDN(value) }) {
		if one = strings.TrimSpace(one); one != "" {
			list = append(list, bracketed(one))
		}
	}
	return list
}

// bracketed takes the address out of "Name" [SMTP:x@y], which is how rules name
// recipients they have looked up.
func bracketed(text string) string {
	open := strings.LastIndexByte(text, '[')
	if open < 0 || !strings.HasSuffix(text, "]") {
		return text
	}
	inner := text[open+1 : len(text)-1]
	if kind, address, ok := strings.Cut(inner, ":"); ok && (strings.EqualFold(kind, "SMTP") || strings.EqualFold(kind, "EX")) {
		return address
	}
	return text
}

// elements are the texts of a list.
func elements(list parsers.JSON) []string {
	var texts []string
	for _, m := range list.Elements() {
		if text := m.Value.Text(); text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}

// lastPart is what a path like TENANT/Organizations/x.onmicrosoft.com/JoeD\Rule
// names in the end.
func lastPart(path string) string {
	if i := strings.LastIndexAny(path, `/\`); i >= 0 {
		return path[i+1:]
	}
	return path
}

// lastPartOnly is lastPart of a path, "" for anything else.
func lastPartOnly(path string) string {
	if !strings.Contains(path, "/") || isLegacyDN(path) {
		return ""
	}
	return lastPart(path)
}

// ruleUpdate reads UpdateInboxRules: what a client, mostly Outlook, did to a rule.
func (r *record) ruleUpdate() {
	const list = "OperationProperties"
	r.e.Object = event.Object{Type: "rule", ID: r.property(list, "RuleId"), Name: r.property(list, "RuleName")}
	actions, err := parsers.ParseJSONText(property(r.data.Get(list), "RuleActions"))
	if err != nil {
		return
	}
	for _, action := range actions.Elements() {
		for _, to := range elements(action.Value.Get("Recipients")) {
			r.target(event.RoleForward, mailed(bracketed(to)), "")
		}
	}
}

// folderPermission reads who was given or lost access to a folder.
func (r *record) folderPermission() {
	folder := r.data.Get("Item", "ParentFolder")
	who := named(folder.Get("MemberUpn").Text())
	if who.IsZero() {
		who = named(folder.Get("MemberSid").Text())
	}
	r.target(event.RoleDelegate, who, "")
}
