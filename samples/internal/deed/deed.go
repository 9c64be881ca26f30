// SPDX-License-Identifier: Apache-2.0

// Package deed is what people do, told once and in no product's words. Every
// product that would have noticed a deed writes its own record of it, so that
// the records of one act agree, and disagree, as they would in life.
package deed

import (
	"dossier/samples/internal/company"
	"dossier/samples/internal/ledger"
	"dossier/samples/internal/truth"
)

// What is the kind of a deed.
type What int

// The deeds. What fields of Deed they use is said beside them; At, Who and
// Session always.
const (
	LogIn           What = iota // IP, Client of a program
	LogInFailed                 // Text: the reason
	LogOut                      //
	LogInAs                     // By: the administrator; Who: whom he becomes
	ViewCustomer                // Customer
	ViewList                    // Text: name of the list
	Search                      // Text, Customer if an answer was opened
	RunReport                   // Report, Count
	ExportReport                // Report, Count, Text: format of the file
	ViewDashboard               // Count: components
	DownloadContent             // Doc
	UpdateCustomer              // Customer, Text: the field
	ChangeOwner                 // Customer, By: the new owner
	QueryAPI                    // Text: entity, Count: rows; Client
	QueryREST                   // Text: entity, Count: rows; Client
	WriteAPI                    // Text: entity, Count: rows; Client
	QueryBulk                   // Text: entity, Count: rows; Client
	ChangeSetup                 // Text: the sentence, Section, By: delegate

	CloudLogIn       // IP
	CloudLogInFailed // IP
	SendMail         // Message
	ReceiveMail      // Message, Who: the mailbox
	ForwardMail      // Message, Who: the mailbox; Text: where to
	ReadMail         // Messages
	MoveMail         // Messages
	DeleteMail       // Messages
	PurgeMail        // Messages, Text: the folder
	MakeRule         // Text: where to, Section: name of the rule
	UseFile          // Doc
	FetchFile        // Doc
	UploadFile       // Doc
	ShareFile        // Doc, Text: with whom
	LinkFile         // Doc

	Print         // Text: the name, Pages, Copies, Printer, SizeBytes
	PrintTimeless // like Print, in a record that has lost its time
	TraceTimeless // like SendMail, in a line of the trace that has lost its time
)

// Message is a mail on its way.
type Message struct {
	ID          string // Message-ID, angle brackets included
	NetworkID   string // GUID
	From        string
	To          []string
	Subject     string
	SizeBytes   int
	Attachments []*company.Document
}

// Printer is a print queue.
type Printer struct {
	Name, Port string
	Site       int
}

// Session is what ties a person's deeds of one sitting together.
type Session struct {
	LoginKey, SessionKey string // Salesforce
	Cloud                string // GUID of the sign-in session at Microsoft
	IP                   string
	Agent                string // user agent of the browser
	Browser, Version     string
	Platform             string
}

// Deed is one act. It belongs to its maker; whoever takes it keeps no part of
// it but the pointers.
type Deed struct {
	At       int64 // when it happened, milliseconds since 1970 UTC
	What     What
	Who      *company.Person
	By       *company.Person
	Session  *Session
	IP       string
	Customer *company.Customer
	Report   *company.Report
	Doc      *company.Document
	Message  *Message
	Messages []*Message // of a deed done to several
	Printer  *Printer

	Text, Section, Client    string
	Count                    int
	Pages, Copies, SizeBytes int

	Entries []*truth.Entry // of the answer key, that this deed's records show
}

// Mark is what a record of the deed is to be marked with: nil for most deeds.
func (d *Deed) Mark(source, text string) *ledger.Mark {
	if len(d.Entries) == 0 {
		return nil
	}
	return &ledger.Mark{Entries: d.Entries, Source: source, Text: text}
}
