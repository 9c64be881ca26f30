// SPDX-License-Identifier: Apache-2.0

package gwsreports

import (
	"dossier/event"
	"dossier/parsers"
)

// Activities of the samples, invented.
const (
	activityShare = `{"kind": "admin#reports#activity", "id": {"time": "2024-05-13T18:02:11.079Z", "uniqueQualifier": "-2330488593311817001", ` +
		`"applicationName": "drive", "customerId": "C00abcde1"}, "etag": "\"x/y\"", "actor": {"callerType": "USER", "email": "dana.reyes@northwind.example", ` +
		`"profileId": "100000000000000000001"}, "ipAddress": "198.51.100.7", "events": [` +
		`{"type": "access", "name": "edit", "parameters": [{"name": "primary_event", "boolValue": false}, {"name": "billable", "boolValue": true}, ` +
		`{"name": "doc_id", "value": "1AbC"}, {"name": "doc_type", "value": "spreadsheet"}, {"name": "doc_title", "value": "Customers"}, ` +
		`{"name": "visibility", "value": "shared_externally"}, {"name": "owner", "value": "dana.reyes@northwind.example"}]}, ` +
		`{"type": "acl_change", "name": "change_user_access", "parameters": [{"name": "primary_event", "boolValue": true}, ` +
		`{"name": "visibility_change", "value": "external"}, {"name": "target_user", "value": "dana@home.example"}, {"name": "old_value", "multiValue": ["none"]}, ` +
		`{"name": "new_value", "multiValue": ["can_edit"]}, {"name": "doc_id", "value": "1AbC"}, {"name": "doc_type", "value": "spreadsheet"}, ` +
		`{"name": "doc_title", "value": "Customers"}, {"name": "visibility", "value": "shared_externally"}, {"name": "owner", "value": "dana.reyes@northwind.example"}]}]}`
	activityLink = `{"kind":"admin#reports#activity","id":{"time":"2024-05-13T18:05:00.000Z","uniqueQualifier":"77","applicationName":"drive"},` +
		`"actor":{"email":"dana.reyes@northwind.example"},"events":[{"type":"acl_change","name":"change_document_visibility","parameters":[` +
		`{"name":"primary_event","boolValue":true},{"name":"visibility_change","value":"external"},{"name":"target_domain","value":"all"},` +
		`{"name":"old_value","multiValue":["private"]},{"name":"new_value","multiValue":["people_with_link"]},{"name":"doc_id","value":"1AbC"},` +
		`{"name":"doc_title","value":"Customers"},{"name":"visibility","value":"people_with_link"}]},{"type":"acl_change","name":"change_document_access_scope",` +
		`"parameters":[{"name":"primary_event","boolValue":true},{"name":"old_value","multiValue":["none"]},{"name":"new_value","multiValue":["can_view"]},` +
		`{"name":"doc_id","value":"1AbC"},{"name":"doc_title","value":"Customers"},{"name":"visibility","value":"people_with_link"}]}]}`
	activityDownload = `{"kind":"admin#reports#activity","id":{"time":"2024-05-13T18:07:00.000Z","uniqueQualifier":"78","applicationName":"drive"},` +
		`"actor":{"email":"dana.reyes@northwind.example"},"ipAddress":"2001:db8::7","events":[{"type":"access","name":"download","parameters":[` +
		`{"name":"primary_event","boolValue":true},{"name":"doc_id","value":"1AbC"},{"name":"doc_title","value":"Customers"}]}]}`
	activityLogin = `{"kind":"admin#reports#activity","id":{"time":"2024-05-13T17:58:01.500Z","uniqueQualifier":"722534617001","applicationName":"login"},` +
		`"actor":{"email":"dana.reyes@northwind.example","profileId":"100000000000000000001"},"ipAddress":"203.0.113.9","events":[{"type":"login",` +
		`"name":"login_success","parameters":[{"name":"login_type","value":"google_password"},{"name":"login_challenge_method","multiValue":["password","otp"]},` +
		`{"name":"is_suspicious","boolValue":false}]}]}`
	activityForwarding = `{"kind":"admin#reports#activity","id":{"time":"2024-05-13T17:59:30.000Z","uniqueQualifier":"-63","applicationName":"user_accounts"},` +
		`"actor":{"callerType":"USER","email":"dana.reyes@northwind.example"},"ipAddress":"203.0.113.9","events":[{"type":"email_forwarding_change",` +
		`"name":"email_forwarding_out_of_domain","parameters":[{"name":"email_forwarding_destination_address","value":"dana@home.example"}]}]}`
	activityAdmin = `{"kind":"admin#reports#activity","id":{"time":"2024-05-14T08:00:00.000Z","uniqueQualifier":"12","applicationName":"admin"},` +
		`"actor":{"callerType":"KEY","key":"SYSTEM"},"events":[{"type":"USER_SETTINGS","name":"SUSPEND_USER","parameters":[{"name":"USER_EMAIL",` +
		`"value":"dana.reyes@northwind.example"}]},{"type":"GROUP_SETTINGS","name":"ADD_GROUP_MEMBER","parameters":[{"name":"USER_EMAIL",` +
		`"value":"kim@northwind.example"},{"name":"GROUP_EMAIL","value":"sales@northwind.example"}]}]}`
	activityToken = `{"id":{"time":"2024-05-14T08:10:00.000Z","uniqueQualifier":"13","applicationName":"token"},"actor":{"email":"dana.reyes@northwind.example"},` +
		`"events":[{"type":"auth","name":"authorize","parameters":[{"name":"client_id","value":"1.apps.example"},{"name":"app_name","value":"Mail Mover"},` +
		`{"name":"scope","multiValue":["mail.read","contacts"]}]}]}`
	activitySend = `{"kind":"admin#reports#activity","id":{"time":"2024-05-14T09:04:01.312Z","uniqueQualifier":"119","applicationName":"gmail"},` +
		`"actor":{"callerType":"USER","email":"dana.reyes@northwind.example"},"ipAddress":"198.51.100.7","networkInfo":{"regionCode":"US"},"events":{"type":"delivery_type",` +
		`"name":"delivery","parameters":[{"name":"event_info","messageValue":{"parameter":[{"name":"timestamp_usec","intValue":"1715677441312000"},` +
		`{"name":"success","boolValue":true},{"name":"mail_event_type","intValue":"1"}]}},{"name":"message_info","messageValue":{"parameter":[` +
		`{"name":"rfc2822_message_id","value":"<m1@northwind.example>"},{"name":"subject","value":"the list"},{"name":"payload_size","intValue":"84213"},` +
		`{"name":"num_message_attachments","intValue":"1"},{"name":"source","messageValue":{"parameter":[{"name":"address","value":"dana.reyes@northwind.example"}]}},` +
		`{"name":"destination","multiMessageValue":[{"parameter":[{"name":"address","value":"dana@home.example"},{"name":"service","value":"smtp-outbound"}]},` +
		`{"parameter":[{"name":"address","value":"rival@fabrikam.example"}]}]},{"name":"attachment","messageValue":{"parameter":[{"name":"file_name",` +
		`"value":"customers.xlsx"}]}},{"name":"spam_info"}]}}]},"resourceIds":["<m1@northwind.example>"]}`
)

var samples = []parsers.Sample{
	{
		Name: "a page of the API",
		Text: "{\n \"kind\": \"admin#reports#activities\",\n \"etag\": \"\\\"a/b\\\"\",\n \"items\": [\n" + activityShare + ",\n" + activityLink +
			",\n" + activityDownload + "\n ],\n \"nextPageToken\": \"A:1\"\n}\n",
		Events: 5, Kinds: []event.Kind{event.FileEdit, event.FileShare, event.FileSharePub, event.FileOther, event.FileDownload},
	},
	{
		Name: "collected by application", Text: `{"activities": [` + activityLogin + ", " + activityForwarding + `]}`,
		Events: 2, Kinds: []event.Kind{event.AuthLogin, event.MailForwarding},
	},
	{
		Name: "one a line, one split", Text: activityAdmin + "\n" + activitySend + "\n" + activityToken + "\n",
		Events: 4, Kinds: []event.Kind{event.AdminUser, event.AdminPermission, event.MailSend, event.AuthConsent},
	},
	{
		Name: "damaged",
		Text: "[" + activityLogin + ",\n{\"kind\":\"admin#reports#activity\",\"id\":{}},\n{\"kind\":\"something#else\"},\n" +
			`{"id":{"time":"yesterday","uniqueQualifier":"1","applicationName":"meet"},"events":[{"name":"call_ended"}]},` + "\n{\"kind\":\"admin#reports#act\n]\n",
		Events: 2, Rejects: 3, Kinds: []event.Kind{event.AuthLogin, event.MailOther},
	},
	{Name: "an empty page", Text: "{\"kind\":\"admin#reports#activities\",\"etag\":\"x\"}\n"},
	{Name: "another API of the same maker", Foreign: true, Text: `{"kind":"admin#directory#users","users":[{"kind":"admin#directory#user","id":"1","primaryEmail":"kim@northwind.example"}]}`},
	{Name: "an audit record of another product", Foreign: true, Text: `{"CreationTime":"2024-05-13T18:02:11","Id":"a0000001-0000-4000-8000-000000000001",` +
		`"Operation":"FileDownloaded","RecordType":6,"Workload":"OneDrive","UserId":"dana.reyes@northwind.example"}` + "\n"},
	{Name: "a list of other things", Foreign: true, Text: `{"items":[{"id":{"time":"2024-05-13T18:02:11Z"},"name":"x"}]}`},
}
