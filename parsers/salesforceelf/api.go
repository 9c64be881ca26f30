// SPDX-License-Identifier: Apache-2.0

package salesforceelf

import (
	"net/url"
	"strings"

	"dossier/event"
	"dossier/parsers"
	"dossier/parsers/internal/salesforce"
)

// Kinds by METHOD_NAME of SOAP, in normal form and, to spare the way there, in the
// form that samples have; the vendor's reference has "queryAll".
var soapKinds = map[string]event.Kind{
	"query_all":   event.CRMAPIRead,
	"query_more":  event.CRMAPIRead,
	"query":       event.CRMAPIRead,
	"queryall":    event.CRMAPIRead,
	"querymore":   event.CRMAPIRead,
	"retrieve":    event.CRMAPIRead,
	"search":      event.CRMAPIRead,
	"getupdated":  event.CRMAPIRead,
	"getdeleted":  event.CRMAPIRead,
	"insert":      event.CRMAPIWrite,
	"create":      event.CRMAPIWrite,
	"update":      event.CRMAPIWrite,
	"upsert":      event.CRMAPIWrite,
	"merge":       event.CRMAPIWrite,
	"convertlead": event.CRMAPIWrite,
	"delete":      event.CRMRecordDelete,
	"undelete":    event.CRMRecordRestore,
}

// Kinds by OPERATION_TYPE of the bulk APIs, in normal form.
var bulkKinds = map[string]event.Kind{
	"query":      event.CRMBulkRead,
	"queryall":   event.CRMBulkRead,
	"insert":     event.CRMBulkWrite,
	"update":     event.CRMBulkWrite,
	"upsert":     event.CRMBulkWrite,
	"delete":     event.CRMBulkDelete,
	"harddelete": event.CRMBulkDelete,
}

// kindOr looks a word up, as it stands or by its normal form.
func kindOr(kinds map[string]event.Kind, word string, otherwise event.Kind) event.Kind {
	if kind, ok := kinds[word]; ok {
		return kind
	}
	if kind, ok := kinds[parsers.NormalName(word)]; ok {
		return kind
	}
	return otherwise
}

// soap is a call of the SOAP API. Calls of its metadata variety touch no records.
func soap(r *record, e *event.Event) {
	e.Kind = kindOr(soapKinds, r.value(fieldMethodName), event.CRMOther)
	if r.value(fieldAPIType) == "M" {
		e.Kind = event.CRMOther
	}
	e.Object.Type = salesforce.TypeOfEntity(r.value(fieldEntityName))
	e.Text = r.take(fieldQuery)
	apiQuantities(r, e, r.is(fieldMethodName, "queryMore", "query_more"))
}

// apiQuantities: a call for the further rows of a query may state those of the
// whole query, so its number is not to be summed. ApiTotalUsage has a row about
// the same request.
func apiQuantities(r *record, e *event.Event, further bool) {
	e.Group = r.requestGroup()
	basis := event.Own
	if further {
		basis = event.Estimated
	}
	e.Quantities.Records = r.quantity(fieldRowsProcessed, basis)
	size := fieldRequestSize
	if e.Kind == event.CRMAPIRead {
		size = fieldResponseSize
	}
	e.Quantities.Bytes = r.quantity(size, event.Own)
}

// rest is a call of the REST API.
func rest(r *record, e *event.Event) {
	address := r.value(fieldURI)
	e.Kind = restKind(r.value(fieldMethod), address, r.id(fieldEntityName) != "")
	e.Object = restObject(address, r.value(fieldEntityName))
	e.Text = r.take(fieldQuery)
	if e.Text == "" {
		e.Text = parameter(address, "q")
	}
	apiQuantities(r, e, furtherRows(address))
}

// furtherRows reports whether the address is that of a query's next rows:
// /services/data/v60.0/query/01g…-2000.
func furtherRows(address string) bool {
	_, rest, found := strings.Cut(address, "/query/")
	return found && strings.HasPrefix(rest, "01g")
}

// restKind goes by the method. What a POST to a composite resource did is not
// recorded; a DELETE deletes a record only where the address or entity is one.
func restKind(method, address string, entity bool) event.Kind {
	path, _, _ := strings.Cut(address, "?")
	path = strings.TrimSuffix(path, "/")
	switch strings.ToUpper(method) {
	case "GET":
		if strings.HasSuffix(path, "/describe") || strings.HasSuffix(path, "/limits") {
			return event.CRMOther
		}
		return event.CRMAPIRead
	case "DELETE":
		if entity || strings.Contains(path, "/sobjects") {
			return event.CRMRecordDelete
		}
		return event.CRMAPIWrite
	case "POST", "PUT", "PATCH":
		switch path[strings.LastIndexByte(path, '/')+1:] {
		case "composite", "batch", "graph":
			return event.CRMOther
		case "graphql", "parameterizedSearch":
			return event.CRMAPIRead
		}
		return event.CRMAPIWrite
	}
	return event.CRMOther
}

// restObject takes entity and id out of /services/data/v60.0/sobjects/Account/001….
func restObject(address, entity string) event.Object {
	object := event.Object{Type: salesforce.TypeOfEntity(entity)}
	_, rest, found := strings.Cut(address, "/sobjects/")
	if !found {
		return object
	}
	name, rest := segment(rest)
	id, _ := segment(rest)
	if object.Type == "" {
		object.Type = salesforce.TypeOfEntity(name)
	}
	if salesforce.IsID(id) {
		object = salesforce.ObjectOf(object.Type, id)
	}
	return object
}

// apexRest is a call of an address that a customer programmed: GET is to read,
// by convention.
func apexRest(r *record, e *event.Event) {
	e.Kind = event.CRMAPIWrite
	switch strings.ToUpper(r.value(fieldMethod)) {
	case "GET":
		e.Kind = event.CRMAPIRead
	case "", "HEAD", "OPTIONS":
		e.Kind = event.CRMOther
	}
	e.Object.Type = salesforce.TypeOfEntity(r.value(fieldEntityName))
	e.Text = r.take(fieldQuery)
	apiQuantities(r, e, false)
}

// apiUsage is all that editions without event monitoring record of the APIs.
// SOAP has one HTTP method for everything, and so has most of Bulk.
func apiUsage(r *record, e *event.Event) {
	resource := r.value(fieldAPIResource)
	switch {
	case r.is(fieldAPIFamily, "SOAP"):
		e.Kind = kindOr(soapKinds, resource, event.CRMOther)
	case r.is(fieldAPIFamily, "BULK", "BULKAPI"):
		e.Kind = bulkPathKind(resource)
	default:
		e.Kind = restKind(r.value(fieldHTTPMethod), resource, r.id(fieldEntityName) != "")
	}
	e.Object = restObject(resource, r.value(fieldEntityName))
	e.Client = r.client(fieldConnectedAppName, fieldClientName)
	e.Group = r.requestGroup()
}

// bulk is one batch of a job; batches may be summed.
func bulk(r *record, e *event.Event) {
	bulkJob(r, e)
	e.Quantities.Records = r.quantity(fieldRowsProcessed, event.Own)
	if failed, ok := r.number(fieldNumberFailures); ok && failed > 0 && !r.no(fieldSuccess) {
		e.Outcome = event.OutcomePartial
	}
}

// bulk2 is a change of a job's status: its number counts on from that of the
// rows before.
func bulk2(r *record, e *event.Event) {
	bulkJob(r, e)
	e.Quantities.Records = r.quantity(fieldRecordsProcessed, event.Running)
	failed, _ := r.number(fieldRecordsFailed)
	switch parsers.NormalName(r.value(fieldJobStatus)) {
	case "jobcomplete":
		e.Outcome = event.OutcomeSuccess
		if failed > 0 {
			e.Outcome = event.OutcomePartial
		}
	case "failed", "aborted":
		e.Outcome = event.OutcomeFailure
	}
}

// bulkRequest is a call about a job: creating it, asking how it is, or fetching
// its results.
func bulkRequest(r *record, e *event.Event) {
	bulkJob(r, e)
	if e.Kind == event.CRMOther {
		e.Kind = bulkPathKind(r.value(fieldRequestPath))
	}
}

// bulkJob ties the rows of a job together. The object is what the job moved; the
// job itself only where that is not recorded.
func bulkJob(r *record, e *event.Event) {
	e.Kind = kindOr(bulkKinds, r.value(fieldOperationType), event.CRMOther)
	e.Object.Type = salesforce.TypeOfEntity(r.value(fieldEntityType))
	job := event.SalesforceID18(r.id(fieldJobID))
	if job == "" {
		return
	}
	e.Group = "salesforce-bulk-job:" + job
	if e.Object.Type == "" {
		e.Object = event.Object{Type: "job", ID: r.takeID(fieldJobID)}
	}
}

// bulkPathKind knows the two varieties of jobs, and results.
func bulkPathKind(path string) event.Kind {
	switch {
	case strings.Contains(path, "/jobs/query"):
		return event.CRMBulkRead
	case strings.Contains(path, "/jobs/ingest"):
		return event.CRMBulkWrite
	case strings.Contains(path, "/result"):
		return event.CRMBulkRead
	}
	return event.CRMOther
}

// Kinds by DML_TYPE, in normal form.
var dmlKinds = map[string]event.Kind{
	"insert":   event.CRMRecordCreate,
	"update":   event.CRMRecordUpdate,
	"delete":   event.CRMRecordDelete,
	"undelete": event.CRMRecordRestore,
	"merge":    event.CRMRecordMerge,
}

// databaseSave is sampled: each row stands for SAMPLE_FACTOR others.
func databaseSave(r *record, e *event.Event) {
	e.Kind = kindOr(dmlKinds, r.value(fieldDMLType), event.CRMOther)
	e.Object = salesforce.ObjectOf(salesforce.TypeOfPrefix(r.value(fieldKeyPrefix)), r.takeID(fieldFirstEntityID))
	if e.Object.Type == "" && r.id(fieldKeyPrefix) != "" {
		e.Object.Type = "record"
	}
	e.Quantities.Records = r.product(fieldNumRows, fieldSampleFactor)
	if e.Quantities.Records.Count == 0 { // no factor, or none that can be one
		e.Quantities.Records = r.quantity(fieldNumRows, event.Estimated)
	}
}

// uniqueQuery is a query by whatever part of Salesforce, without its values.
func uniqueQuery(r *record, e *event.Event) {
	e.Kind = event.CRMOther
	e.Object.Type = "query"
	e.Text = r.take(fieldQueryIdentifier)
}

// automatic is what a rule set off by the clock did.
func automatic(_ *record, e *event.Event) {
	e.Kind = event.CRMOther
	e.Initiated = event.InitiatedAutomation
}

// parameter is the value of a parameter in an address's query, decoded; as it
// stands if it cannot be.
func parameter(address, name string) string {
	_, query, _ := strings.Cut(address, "?")
	for query != "" {
		var pair string
		pair, query, _ = strings.Cut(query, "&")
		value, found := strings.CutPrefix(pair, name+"=")
		if !found {
			continue
		}
		if decoded, err := url.QueryUnescape(value); err == nil {
			return strings.ToValidUTF8(decoded, "\uFFFD")
		}
		return value
	}
	return ""
}

// segment takes the first segment off a path.
func segment(path string) (first, rest string) {
	path = strings.TrimPrefix(path, "/")
	if i := strings.IndexAny(path, "/?#"); i >= 0 {
		if path[i] == '/' {
			return path[:i], path[i+1:]
		}
		return path[:i], ""
	}
	return path, ""
}
