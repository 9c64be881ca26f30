// SPDX-License-Identifier: Apache-2.0

package printservice

import (
	"strings"

	"dossier/event"
)

// meaning says what a field of an event is. What has none becomes an attribute
// under its own name.
type meaning uint8

const (
	asAttr      meaning = iota
	asJobID             // number of the job
	asDocument          // name of the document
	asOwner             // whose job it is
	asClient            // machine that sent it
	asPrinter           // queue it went to
	asPort              // port, or the file printed to
	asSize              // bytes of the spool file
	asPages             // pages
	asErrorCode         // why it failed; "0x0" for success
	asQueue             // printer that the event is about
)

// layout is what an event of some id says.
type layout struct {
	kind   event.Kind
	fields map[string]meaning
	// byOwner says that the owner acted; otherwise whoever Security names did.
	byOwner bool
	outcome event.Outcome
}

var jobOf = map[string]meaning{
	"JobId": asJobID, "Printer": asPrinter, "Error": asErrorCode,
}

var queueOf = map[string]meaning{"Param1": asQueue, "PrinterName": asQueue, "NewDefaultPrinter": asQueue}

var stepOf = map[string]meaning{"Param1": asJobID, "Param2": asDocument, "Param3": asOwner, "Param4": asPrinter}

// layouts is by event id, of Microsoft-Windows-PrintService.
var layouts = map[string]layout{
	"300": {kind: event.PrintPrinter, fields: queueOf}, // created
	"301": {kind: event.PrintPrinter, fields: queueOf}, // deleted
	"302": {kind: event.PrintPrinter, fields: queueOf}, // to be deleted
	"303": {kind: event.PrintPrinter, fields: queueOf}, // paused
	"304": {kind: event.PrintPrinter, fields: queueOf}, // resumed
	"305": {kind: event.PrintPrinter, fields: queueOf}, // purged
	"306": {kind: event.PrintPrinter, fields: queueOf}, // set
	"307": {
		kind: event.PrintJob, byOwner: true, outcome: event.OutcomeSuccess,
		fields: map[string]meaning{
			"Param1": asJobID, "Param2": asDocument, "Param3": asOwner, "Param4": asClient,
			"Param5": asPrinter, "Param6": asPort, "Param7": asSize, "Param8": asPages,
		},
	},
	"308": {kind: event.PrintSpool, fields: stepOf}, // document paused
	"309": {kind: event.PrintSpool, fields: stepOf}, // document resumed
	"310": {kind: event.PrintDelete, fields: stepOf},
	"311": {kind: event.PrintSpool, fields: map[string]meaning{ // document moved in its queue
		"Param1": asJobID, "Param2": asDocument, "Param3": asOwner,
	}},
	"316": {kind: event.PrintPrinter}, // driver added
	"317": {kind: event.PrintPrinter}, // driver deleted
	"372": {
		kind: event.PrintFail, byOwner: true, outcome: event.OutcomeFailure,
		fields: map[string]meaning{
			"Param1": asDocument, "Param2": asOwner, "Param3": asPrinter, "Param9": asClient, "Param10": asErrorCode,
		},
	},
	"800": {kind: event.PrintSpool, fields: jobOf},     // spooling
	"801": {kind: event.PrintSpool, fields: jobOf},     // printing
	"802": {kind: event.PrintSpool, fields: jobOf},     // done
	"805": {kind: event.PrintSpool, fields: jobOf},     // rendering
	"842": {kind: event.PrintSpool, fields: jobOf},     // through the print processor
	"823": {kind: event.PrintPrinter, fields: queueOf}, // default printer changed
	"848": {kind: event.PrintPrinter, fields: queueOf}, // shared
	"849": {kind: event.PrintPrinter, fields: queueOf}, // no longer shared
}

// legacyJob is event 10 of Windows XP and 2003, which does not name the client.
var legacyJob = layout{
	kind: event.PrintJob, byOwner: true, outcome: event.OutcomeSuccess,
	fields: map[string]meaning{
		"Param1": asJobID, "Param2": asDocument, "Param3": asOwner,
		"Param4": asPrinter, "Param5": asPort, "Param6": asSize, "Param7": asPages,
	},
}

// layout is that of the record's event.
func (r *record) layout() layout {
	if r.isLegacy() {
		if r.eventID == "10" {
			return legacyJob
		}
		return layout{kind: event.PrintOther}
	}
	if l, ok := layouts[r.eventID]; ok {
		return l
	}
	return layout{kind: event.PrintOther}
}

// placeholders are what Windows logs in place of a document's name, in lower
// case. The English and the Korean were seen in events, the others are from
// memory.
var placeholders = map[string]bool{
	"print document":        true,
	"문서 인쇄":                 true,
	"dokument drucken":      true,
	"imprimer le document":  true,
	"imprimir documento":    true,
	"imprimir o documento":  true,
	"stampa documento":      true,
	"document afdrukken":    true,
	"drukuj dokument":       true,
	"печать документа":      true,
	"ドキュメントの印刷":             true,
	"打印文档":                  true,
	"列印文件":                  true,
	"skriv ut dokument":     true,
	"udskriv dokument":      true,
	"tulosta asiakirja":     true,
	"tisk dokumentu":        true,
	"dokumentum nyomtatása": true,
	"belge yazdır":          true,
}

func isPlaceholder(name string) bool {
	return placeholders[strings.ToLower(strings.TrimSpace(name))]
}
