// SPDX-License-Identifier: Apache-2.0

package salesforceelf

import "dossier/parsers"

// field is a column whose value the events are made of. All other columns become
// attributes and nothing else.
type field uint8

const (
	fieldNone field = iota
	fieldEventType
	fieldTimestamp
	fieldTimestampDerived
	fieldRequestID
	fieldUserID
	fieldUserIDDerived
	fieldUserName
	fieldUserType
	fieldClientIP
	fieldSourceIP
	fieldIPAddress
	fieldSessionKey
	fieldLoginKey
	fieldURI
	fieldURIIDDerived
	fieldRequestStatus
	fieldStatusCode
	fieldSuccess
	fieldIsSuccess
	fieldIsSuccessful
	fieldExceptionMessage
	fieldClientName
	fieldConnectedAppName
	fieldUserAgent
	fieldBrowserType
	fieldClientInfo
	fieldDeviceID
	fieldDeviceModel
	fieldLoginStatus
	fieldLoginType
	fieldDelegatedUserID
	fieldDelegatedUserIDDerived
	fieldDelegatedUserName
	fieldActualUserID
	fieldActualLoggedInUserID
	fieldUserInitiatedLogout
	fieldSessionType
	fieldReportID
	fieldReportIDDerived
	fieldMasterReportID
	fieldRowCount
	fieldAverageRowSize
	fieldRenderingType
	fieldOrigin
	fieldDisplayType
	fieldReportDescription
	fieldDashboardID
	fieldDashboardIDDerived
	fieldIsScheduled
	fieldAssetID
	fieldAssetType
	fieldNumberOfRecords
	fieldDownloadError
	fieldRecordID
	fieldRecordType
	fieldType
	fieldMethodName
	fieldMethod
	fieldHTTPMethod
	fieldRequestMethod
	fieldEntityName
	fieldEntityType
	fieldRowsProcessed
	fieldRequestSize
	fieldResponseSize
	fieldQuery
	fieldAPIType
	fieldAPIFamily
	fieldAPIResource
	fieldRequestPath
	fieldJobID
	fieldJobStatus
	fieldOperationType
	fieldOperation
	fieldNumberFailures
	fieldRecordsProcessed
	fieldRecordsFailed
	fieldPageURL
	fieldPageEntityID
	fieldPageEntityType
	fieldUIEventSource
	fieldUIEventType
	fieldActionMessage
	fieldSearchQuery
	fieldNumResults
	fieldClickedRecordID
	fieldTransactionType
	fieldDocumentID
	fieldDocumentIDDerived
	fieldVersionID
	fieldVersionIDDerived
	fieldSizeBytes
	fieldAction
	fieldDeliveryID
	fieldSharedWithEntityID
	fieldSharingOperation
	fieldEntityID
	fieldAttachmentID
	fieldKeyPrefix
	fieldDMLType
	fieldNumRows
	fieldSampleFactor
	fieldFirstEntityID
	fieldGroupID
	fieldMemberID
	fieldDescription
	fieldErrorDescription
	fieldResult
	fieldPolicyID
	fieldPolicyIDDerived
	fieldQueryIdentifier
	fieldPackageName
	fieldPageName
	fieldArticleID
	fieldCount
)

var fieldNames = [fieldCount]string{
	fieldEventType:              "EVENT_TYPE",
	fieldTimestamp:              "TIMESTAMP",
	fieldTimestampDerived:       "TIMESTAMP_DERIVED",
	fieldRequestID:              "REQUEST_ID",
	fieldUserID:                 "USER_ID",
	fieldUserIDDerived:          "USER_ID_DERIVED",
	fieldUserName:               "USER_NAME",
	fieldUserType:               "USER_TYPE",
	fieldClientIP:               "CLIENT_IP",
	fieldSourceIP:               "SOURCE_IP",
	fieldIPAddress:              "IP_ADDRESS",
	fieldSessionKey:             "SESSION_KEY",
	fieldLoginKey:               "LOGIN_KEY",
	fieldURI:                    "URI",
	fieldURIIDDerived:           "URI_ID_DERIVED",
	fieldRequestStatus:          "REQUEST_STATUS",
	fieldStatusCode:             "STATUS_CODE",
	fieldSuccess:                "SUCCESS",
	fieldIsSuccess:              "IS_SUCCESS",
	fieldIsSuccessful:           "IS_SUCCESSFUL",
	fieldExceptionMessage:       "EXCEPTION_MESSAGE",
	fieldClientName:             "CLIENT_NAME",
	fieldConnectedAppName:       "CONNECTED_APP_NAME",
	fieldUserAgent:              "USER_AGENT",
	fieldBrowserType:            "BROWSER_TYPE",
	fieldClientInfo:             "CLIENT_INFO",
	fieldDeviceID:               "DEVICE_ID",
	fieldDeviceModel:            "DEVICE_MODEL",
	fieldLoginStatus:            "LOGIN_STATUS",
	fieldLoginType:              "LOGIN_TYPE",
	fieldDelegatedUserID:        "DELEGATED_USER_ID",
	fieldDelegatedUserIDDerived: "DELEGATED_USER_ID_DERIVED",
	fieldDelegatedUserName:      "DELEGATED_USER_NAME",
	fieldActualUserID:           "ACTUAL_USER_ID",
	fieldActualLoggedInUserID:   "ACTUAL_LOGGED_IN_USER_ID",
	fieldUserInitiatedLogout:    "USER_INITIATED_LOGOUT",
	fieldSessionType:            "SESSION_TYPE",
	fieldReportID:               "REPORT_ID",
	fieldReportIDDerived:        "REPORT_ID_DERIVED",
	fieldMasterReportID:         "MASTER_REPORT_ID",
	fieldRowCount:               "ROW_COUNT",
	fieldAverageRowSize:         "AVERAGE_ROW_SIZE",
	fieldRenderingType:          "RENDERING_TYPE",
	fieldOrigin:                 "ORIGIN",
	fieldDisplayType:            "DISPLAY_TYPE",
	fieldReportDescription:      "REPORT_DESCRIPTION",
	fieldDashboardID:            "DASHBOARD_ID",
	fieldDashboardIDDerived:     "DASHBOARD_ID_DERIVED",
	fieldIsScheduled:            "IS_SCHEDULED",
	fieldAssetID:                "ASSET_ID",
	fieldAssetType:              "ASSET_TYPE",
	fieldNumberOfRecords:        "NUMBER_OF_RECORDS",
	fieldDownloadError:          "DOWNLOAD_ERROR",
	fieldRecordID:               "RECORD_ID",
	fieldRecordType:             "RECORD_TYPE",
	fieldType:                   "TYPE",
	fieldMethodName:             "METHOD_NAME",
	fieldMethod:                 "METHOD",
	fieldHTTPMethod:             "HTTP_METHOD",
	fieldRequestMethod:          "REQUEST_METHOD",
	fieldEntityName:             "ENTITY_NAME",
	fieldEntityType:             "ENTITY_TYPE",
	fieldRowsProcessed:          "ROWS_PROCESSED",
	fieldRequestSize:            "REQUEST_SIZE",
	fieldResponseSize:           "RESPONSE_SIZE",
	fieldQuery:                  "QUERY",
	fieldAPIType:                "API_TYPE",
	fieldAPIFamily:              "API_FAMILY",
	fieldAPIResource:            "API_RESOURCE",
	fieldRequestPath:            "REQUEST_PATH",
	fieldJobID:                  "JOB_ID",
	fieldJobStatus:              "JOB_STATUS",
	fieldOperationType:          "OPERATION_TYPE",
	fieldOperation:              "OPERATION",
	fieldNumberFailures:         "NUMBER_FAILURES",
	fieldRecordsProcessed:       "RECORDS_PROCESSED",
	fieldRecordsFailed:          "RECORDS_FAILED",
	fieldPageURL:                "PAGE_URL",
	fieldPageEntityID:           "PAGE_ENTITY_ID",
	fieldPageEntityType:         "PAGE_ENTITY_TYPE",
	fieldUIEventSource:          "UI_EVENT_SOURCE",
	fieldUIEventType:            "UI_EVENT_TYPE",
	fieldActionMessage:          "ACTION_MESSAGE",
	fieldSearchQuery:            "SEARCH_QUERY",
	fieldNumResults:             "NUM_RESULTS",
	fieldClickedRecordID:        "CLICKED_RECORD_ID",
	fieldTransactionType:        "TRANSACTION_TYPE",
	fieldDocumentID:             "DOCUMENT_ID",
	fieldDocumentIDDerived:      "DOCUMENT_ID_DERIVED",
	fieldVersionID:              "VERSION_ID",
	fieldVersionIDDerived:       "VERSION_ID_DERIVED",
	fieldSizeBytes:              "SIZE_BYTES",
	fieldAction:                 "ACTION",
	fieldDeliveryID:             "DELIVERY_ID",
	fieldSharedWithEntityID:     "SHARED_WITH_ENTITY_ID",
	fieldSharingOperation:       "SHARING_OPERATION",
	fieldEntityID:               "ENTITY_ID",
	fieldAttachmentID:           "ATTACHMENT_ID",
	fieldKeyPrefix:              "KEY_PREFIX",
	fieldDMLType:                "DML_TYPE",
	fieldNumRows:                "NUM_ROWS",
	fieldSampleFactor:           "SAMPLE_FACTOR",
	fieldFirstEntityID:          "FIRST_ENTITY_ID",
	fieldGroupID:                "GROUP_ID",
	fieldMemberID:               "MEMBER_ID",
	fieldDescription:            "DESCRIPTION",
	fieldErrorDescription:       "ERROR_DESCRIPTION",
	fieldResult:                 "RESULT",
	fieldPolicyID:               "POLICY_ID",
	fieldPolicyIDDerived:        "POLICY_ID_DERIVED",
	fieldQueryIdentifier:        "QUERY_IDENTIFIER",
	fieldPackageName:            "PACKAGE_NAME",
	fieldPageName:               "PAGE_NAME",
	fieldArticleID:              "ARTICLE_ID",
}

// fieldsByName finds a field by its column's normal name.
var fieldsByName = func() map[string]field {
	m := make(map[string]field, fieldCount)
	for f, name := range fieldNames {
		if f != int(fieldNone) {
			m[parsers.NormalName(name)] = field(f)
		}
	}
	return m
}()

// freeTexts are the columns whose values Salesforce wraps in literal quotes if
// there is a special character in them.
var freeTexts = func() map[string]bool {
	m := map[string]bool{}
	for _, name := range []string{
		"URL", "MESSAGE", "ERROR_MESSAGE", "CLIENT_NAME", "SEARCH_QUERY", "QUERY", "REPORT_DESCRIPTION",
		"EXCEPTION_MESSAGE", "REFERRER_URI", "URI", "ACTION_MESSAGE", "DESCRIPTION", "ERROR_DESCRIPTION",
		"QUERY_IDENTIFIER", "PAGE_URL", "PREVPAGE_URL", "STACK_TRACE", "CONNECTED_APP_NAME", "USER_AGENT",
	} {
		m[parsers.NormalName(name)] = true
	}
	return m
}()
