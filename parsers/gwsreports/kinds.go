// SPDX-License-Identifier: Apache-2.0

package gwsreports

import (
	"strings"

	"dossier/event"
)

// byName is the kind of an entry by its name. Sharing and Gmail are decided by
// what the entry says besides.
var byName = map[string]event.Kind{
	// drive
	"view": event.FileView, "preview": event.FilePreview, "download": event.FileDownload, "print": event.PrintJob,
	"upload": event.FileUpload, "create": event.FileEdit, "edit": event.FileEdit, "rename": event.FileRename,
	"copy": event.FileCopy, "source_copy": event.FileCopy, "sheets_import_range": event.FileCopy,
	"move":          event.FileMove,
	"add_to_folder": event.FileMove, "remove_from_folder": event.FileMove,
	"delete": event.FileDelete, "trash": event.FileDelete, "untrash": event.FileRestore,
	"sync_item_content": event.FileSync, "expire_access_request": event.FileOther, "deny_access_request": event.FileOther,

	// login, user_accounts, saml
	"login_success": event.AuthLogin, "login_failure": event.AuthFail, "logout": event.AuthLogout,
	"login_verification": event.AuthFactor, "login_challenge": event.AuthFactor,
	"2sv_enroll": event.AuthFactor, "2sv_disable": event.AuthFactor, "titanium_enroll": event.AuthFactor, "titanium_unenroll": event.AuthFactor,
	"passkey_enrolled": event.AuthFactor, "passkey_removed": event.AuthFactor,
	"password_edit": event.AuthPassword, "recovery_email_edit": event.AuthPassword, "recovery_phone_edit": event.AuthPassword,
	"recovery_secret_qa_edit": event.AuthPassword, "email_forwarding_out_of_domain": event.MailForwarding,
	"account_disabled_password_leak": event.AdminUser, "account_disabled_generic": event.AdminUser,
	"account_disabled_spamming": event.AdminUser, "account_disabled_hijacked": event.AdminUser,

	// token
	"authorize": event.AuthConsent, "revoke": event.AuthOther, "activity": event.AuthOther,

	// takeout
	"user_downloaded": event.FileDownload,

	// groups
	"add_user": event.AdminPermission, "add_member": event.AdminPermission, "remove_user": event.AdminPermission,
	"remove_member": event.AdminPermission, "add_member_role": event.AdminPermission, "remove_member_role": event.AdminPermission,
	"change_acl_permission": event.AdminPermission, "create_group": event.AdminConfig, "delete_group": event.AdminConfig,

	// chrome
	"chrome_os_login_event": event.AuthLogin, "chrome_os_login_failure_event": event.AuthFail, "chrome_os_logout_event": event.AuthLogout,

	// admin
	"change_password": event.AuthPassword, "change_recovery_email": event.AuthPassword, "change_recovery_phone": event.AuthPassword,
	"turn_off_2_step_verification": event.AuthFactor, "unenroll_user_from_strong_auth": event.AuthFactor,
	"generate_2sv_scratch_codes": event.AuthFactor, "revoke_security_key": event.AuthFactor, "revoke_3lo_token": event.AdminApp,
	"authorize_api_client_access": event.AdminApp, "remove_api_client_access": event.AdminApp,
	"assign_role": event.AdminPermission, "unassign_role": event.AdminPermission, "grant_admin_privilege": event.AdminPermission,
	"revoke_admin_privilege": event.AdminPermission, "grant_delegated_admin_privileges": event.AdminPermission,
	"create_data_transfer_request": event.AdminPermission, "add_group_member": event.AdminPermission,
	"remove_group_member": event.AdminPermission, "update_group_member": event.AdminPermission,
	"email_log_search": event.AdminSearch, "download_userlist_csv": event.AdminOther,
}

// byType is the kind of an administrator's entry whose name is not listed.
var byType = map[string]event.Kind{
	"USER_SETTINGS": event.AdminUser, "LICENSES_SETTINGS": event.AdminUser, "SECURITY_INVESTIGATION": event.AdminSearch,
	"DELEGATED_ADMIN_SETTINGS": event.AdminPermission,
}

// byApplication is the kind of what nothing else decides.
var byApplication = map[string]event.Kind{
	"drive": event.FileOther, "takeout": event.FileOther, "keep": event.FileOther, "data_studio": event.FileOther, "classroom": event.FileOther,
	"login": event.AuthOther, "user_accounts": event.AuthOther, "saml": event.AuthOther, "token": event.AuthOther,
	"chrome": event.AuthOther, "context_aware_access": event.AuthOther,
	"gmail": event.MailOther, "calendar": event.MailOther, "chat": event.MailOther, "meet": event.MailOther, "groups": event.MailOther,
}

// nameIn are the applications of names that other applications use for other
// things.
var nameIn = map[string]string{
	"view": "drive", "preview": "drive", "download": "drive", "print": "drive", "upload": "drive", "create": "drive", "edit": "drive",
	"rename": "drive", "copy": "drive", "move": "drive", "delete": "drive", "trash": "drive", "untrash": "drive",
	"authorize": "token", "revoke": "token", "activity": "token", "user_downloaded": "takeout",
}

// kindOf is the kind of an entry by its application, type and name.
func kindOf(application, eventType, name string) event.Kind {
	lower := strings.ToLower(name)
	if home, ok := nameIn[lower]; !ok || home == application {
		if kind, ok := byName[lower]; ok {
			return kind
		}
	}
	if kind, ok := byType[eventType]; ok {
		return kind
	}
	if strings.HasSuffix(eventType, "_SETTINGS") {
		return event.AdminConfig
	}
	if kind, ok := byApplication[application]; ok {
		return kind
	}
	return event.AdminOther
}

// mailTypes are the kinds of Gmail's mail_event_type.
var mailTypes = map[string]event.Kind{
	"0": event.MailTransport, "1": event.MailSend, "2": event.MailReceive, "3": event.MailUpdate, "4": event.MailQuarantine,
	"5": event.MailQuarantine, "6": event.MailDeliver, "7": event.MailRead, "8": event.MailUpdate, "11": event.MailForward,
	"12": event.MailMove, "13": event.MailMove, "14": event.MailMove, "17": event.FileDownload, "18": event.FileCopy, "19": event.FileCopy,
	"20": event.MailUpdate, "21": event.MailUpdate, "22": event.MailUpdate, "23": event.MailUpdate, "24": event.MailUpdate,
	"25": event.MailUpdate, "26": event.MailMove, "27": event.MailPurge, "28": event.FilePreview, "29": event.MailDraft,
	"30": event.MailBounce, "31": event.MailRead, "32": event.MailExport, "33": event.MailRead, "34": event.MailDelegate,
}

// mailSystem are the mail_event_types in which the service acts; automatic ones
// are in mailAutomatic.
var (
	mailSystem    = map[string]bool{"0": true, "2": true, "4": true, "5": true, "6": true, "30": true}
	mailAutomatic = map[string]bool{"11": true, "33": true}
)
