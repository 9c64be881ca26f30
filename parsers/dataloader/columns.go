// SPDX-License-Identifier: Apache-2.0

package dataloader

import (
	"strconv"
	"strings"

	"dossier/parsers"
)

// field is what a column means for the fact; plain columns are attributes only.
type field uint8

const (
	plain field = iota
	fieldID
	fieldName
	fieldGiven
	fieldSurname
	fieldSubject
	fieldCaseNumber
	fieldDeveloperName
	fieldTitle
	fieldDepartment
	fieldCompany
	fieldUsername
	fieldEmail
	fieldPersonEmail
	fieldEmployee
	fieldFederation
	fieldActive
	fieldOwnerID
	fieldOwnerUsername
	fieldOwnerEmail
	fieldOwnerName
	fieldManagerID
	fieldManagerUsername
	fieldManagerEmail
	fieldManagerName
	fieldCount
)

var meanings = map[string]field{
	"id": fieldID, "name": fieldName, "firstname": fieldGiven, "lastname": fieldSurname, "subject": fieldSubject,
	"casenumber": fieldCaseNumber, "developername": fieldDeveloperName, "title": fieldTitle,
	"department": fieldDepartment, "companyname": fieldCompany, "company": fieldCompany, "account.name": fieldCompany,
	"username": fieldUsername, "email": fieldEmail, "personemail": fieldPersonEmail, "employeenumber": fieldEmployee,
	"federationidentifier": fieldFederation, "isactive": fieldActive,
	"ownerid": fieldOwnerID, "owner.id": fieldOwnerID, "owner.username": fieldOwnerUsername,
	"owner.email": fieldOwnerEmail, "owner.name": fieldOwnerName,
	"managerid": fieldManagerID, "manager.id": fieldManagerID, "manager.username": fieldManagerUsername,
	"manager.email": fieldManagerEmail, "manager.name": fieldManagerName,
}

// standardFields are the names of common fields, by which a header in capitals
// gets its word breaks back.
const standardFields = `Id IsDeleted MasterRecordId Name Type ParentId RecordTypeId AccountId AccountNumber AccountSource
BillingStreet BillingCity BillingState BillingStateCode BillingPostalCode BillingCountry BillingCountryCode
ShippingStreet ShippingCity ShippingState ShippingPostalCode ShippingCountry
MailingStreet MailingCity MailingState MailingPostalCode MailingCountry
OtherStreet OtherCity OtherState OtherPostalCode OtherCountry PostalCode
Phone MobilePhone HomePhone OtherPhone AssistantPhone AssistantName Fax Website Sic SicDesc Industry AnnualRevenue
NumberOfEmployees Ownership TickerSymbol Description Rating Site OwnerId Owner CreatedDate CreatedById CreatedBy
LastModifiedDate LastModifiedById LastModifiedBy SystemModstamp LastActivityDate LastViewedDate LastReferencedDate
LastCURequestDate LastCUUpdateDate ReportsToId LeadSource HasOptedOutOfEmail HasOptedOutOfFax DoNotCall
EmailBouncedReason EmailBouncedDate IsEmailBounced IsPersonAccount PersonEmail PersonContactId Birthdate
StageName Amount Probability ExpectedRevenue TotalOpportunityQuantity CloseDate NextStep IsClosed IsWon
ForecastCategory ForecastCategoryName HasOpportunityLineItem PricebookId Pricebook2Id FiscalQuarter FiscalYear Fiscal
CampaignId ContactId ContractId IsConverted ConvertedDate ConvertedAccountId ConvertedContactId
ConvertedOpportunityId IsUnreadByOwner CaseNumber ContactEmail ContactPhone SuppliedName SuppliedEmail SuppliedPhone
SuppliedCompany ClosedDate IsEscalated Priority Origin Reason Status Subject Title Department Company CompanyName
Username FirstName LastName MiddleName Suffix Salutation Alias CommunityNickname IsActive Email SenderEmail SenderName
EmployeeNumber FederationIdentifier ManagerId Manager DelegatedApproverId ProfileId Profile UserRoleId UserRole
UserType UserLicense LastLoginDate LastPasswordChangeDate TimeZoneSidKey LocaleSidKey LanguageLocaleKey
EmailEncodingKey ReceivesInfoEmails ReceivesAdminInfoEmails Division OfflineTrialExpirationDate CallCenterId
UserPermissionsMarketingUser UserPermissionsOfflineUser UserPermissionsAvantgoUser IsFrozen
DeveloperName FolderName Folder NamespacePrefix LastRunDate Format SobjectType IsSoqlCompatible RunningUserId
ContentDocumentId VersionNumber PathOnClient FileType FileExtension ContentSize ContentModifiedDate PublishStatus
LatestPublishedVersionId IsArchived ParentRecordType BodyLength ContentType IsPrivate Account Contact`

var standard = func() map[string]string {
	names := map[string]string{}
	for _, name := range strings.Fields(standardFields) {
		names[strings.ToLower(name)] = parsers.KebabName(name)
	}
	return names
}()

// column is what one cell of the header says.
type column struct {
	field field
	attr  string
}

func columnsOf(h parsers.Header) []column {
	columns := make([]column, len(h.Cells()))
	for i, name := range h.Cells() {
		columns[i] = column{meanings[parsers.NormalName(name)], attrName(name, i)}
	}
	return columns
}

// attrName is the name of column i in kebab-case, each part of a dotted name by
// itself.
func attrName(name string, i int) string {
	var parts []string
	for part := range strings.SplitSeq(strings.TrimSpace(name), ".") {
		kebab, ok := standard[strings.ToLower(part)]
		if !ok {
			kebab = parsers.KebabName(part)
		}
		if kebab != "" {
			parts = append(parts, kebab)
		}
	}
	if len(parts) == 0 {
		return numbered(i)
	}
	return strings.Join(parts, "-")
}

// numbered names a column without a name, 1-based.
func numbered(i int) string { return "column-" + strconv.Itoa(i+1) }
