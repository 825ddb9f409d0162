# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""All models and enumerations. Each group of them is imported on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cortex_async._core.runtime.loading import import_module

if TYPE_CHECKING:
    from .api_keys import ApiKey as ApiKey
    from .api_keys import ApiKeyScope as ApiKeyScope
    from .api_keys import CreateApiKey as CreateApiKey
    from .api_keys import CreatedApiKey as CreatedApiKey
    from .app_settings import AccessKeyConfig as AccessKeyConfig
    from .app_settings import EncryptionMode as EncryptionMode
    from .app_settings import ProjectSettings as ProjectSettings
    from .app_settings import TokenProviderType as TokenProviderType
    from .app_settings import UpdateAppSettings as UpdateAppSettings
    from .app_settings import UpdateDebugAudio as UpdateDebugAudio
    from .app_settings import UpdateE2EEncryption as UpdateE2EEncryption
    from .app_settings import UpsertAppSettings as UpsertAppSettings
    from .app_settings import WebserviceConfig as WebserviceConfig
    from .app_settings import WebserviceMethod as WebserviceMethod
    from .auth import Login as Login
    from .auth import LoginCredentials as LoginCredentials
    from .auth import LoginRequest as LoginRequest
    from .auth import UserProfile as UserProfile
    from .common import AnnotationType as AnnotationType
    from .common import Plugin as Plugin
    from .common import PluginCategory as PluginCategory
    from .common import PluginSetting as PluginSetting
    from .common import PluginSettingType as PluginSettingType
    from .common import PluginSettingValidation as PluginSettingValidation
    from .common import ProjectPermissions as ProjectPermissions
    from .events import EventAction as EventAction
    from .events import EventSource as EventSource
    from .events import GatheringCancelledEvent as GatheringCancelledEvent
    from .events import GatheringCreatedEvent as GatheringCreatedEvent
    from .events import GatheringCreatedPayload as GatheringCreatedPayload
    from .events import GatheringEndedEvent as GatheringEndedEvent
    from .events import GatheringInvitationAcceptedEvent as GatheringInvitationAcceptedEvent
    from .events import GatheringInvitationAcceptedEventData as GatheringInvitationAcceptedEventData
    from .events import GatheringInvitationAcceptedPayload as GatheringInvitationAcceptedPayload
    from .events import GatheringInvitationDeclinedEvent as GatheringInvitationDeclinedEvent
    from .events import GatheringInvitationDeclinedEventData as GatheringInvitationDeclinedEventData
    from .events import GatheringInvitationDeclinedPayload as GatheringInvitationDeclinedPayload
    from .events import GatheringInvitationSentEmailData as GatheringInvitationSentEmailData
    from .events import GatheringInvitationSentEvent as GatheringInvitationSentEvent
    from .events import GatheringInvitationSentPayload as GatheringInvitationSentPayload
    from .events import GatheringMemberEventData as GatheringMemberEventData
    from .events import GatheringMemberJoinedEvent as GatheringMemberJoinedEvent
    from .events import GatheringMemberLeftEvent as GatheringMemberLeftEvent
    from .events import GatheringMemberLeftEventData as GatheringMemberLeftEventData
    from .events import GatheringMemberLeftPayload as GatheringMemberLeftPayload
    from .events import GatheringMemberPayload as GatheringMemberPayload
    from .events import GatheringMemberReadyEvent as GatheringMemberReadyEvent
    from .events import GatheringOccurredPayload as GatheringOccurredPayload
    from .events import GatheringStartedEvent as GatheringStartedEvent
    from .events import GatheringUpdatedEvent as GatheringUpdatedEvent
    from .events import GatheringUpdatedPayload as GatheringUpdatedPayload
    from .events import GenericDomainEvent as GenericDomainEvent
    from .events import GenericEventPayload as GenericEventPayload
    from .events import GenericEventType as GenericEventType
    from .events import IngestedEvent as IngestedEvent
    from .events import IngestEvent as IngestEvent
    from .events import IngestEventSource as IngestEventSource
    from .events import IngestEventType as IngestEventType
    from .events import MessageAnnotationCreatedEvent as MessageAnnotationCreatedEvent
    from .events import MessageAnnotationCreatedEventData as MessageAnnotationCreatedEventData
    from .events import MessageAnnotationCreatedPayload as MessageAnnotationCreatedPayload
    from .events import MessageCreatedEvent as MessageCreatedEvent
    from .events import MessageCreatedEventData as MessageCreatedEventData
    from .events import MessageCreatedPayload as MessageCreatedPayload
    from .events import ParticipantCreatedEvent as ParticipantCreatedEvent
    from .events import ParticipantCreatedPayload as ParticipantCreatedPayload
    from .events import ParticipantDeletedEvent as ParticipantDeletedEvent
    from .events import ParticipantDeletedPayload as ParticipantDeletedPayload
    from .events import ParticipantJoinedEvent as ParticipantJoinedEvent
    from .events import ParticipantLeftEvent as ParticipantLeftEvent
    from .events import ParticipantPresenceEventData as ParticipantPresenceEventData
    from .events import ParticipantPresencePayload as ParticipantPresencePayload
    from .events import ParticipantUpdatedEvent as ParticipantUpdatedEvent
    from .events import ParticipantUpdatedPayload as ParticipantUpdatedPayload
    from .events import SanctionCreatedEvent as SanctionCreatedEvent
    from .events import SanctionCreatedPayload as SanctionCreatedPayload
    from .events import SanctionRevokedEvent as SanctionRevokedEvent
    from .events import SanctionRevokedPayload as SanctionRevokedPayload
    from .events import SanctionUpdatedEvent as SanctionUpdatedEvent
    from .events import SanctionUpdatedPayload as SanctionUpdatedPayload
    from .events import SessionAnnotationCreatedEvent as SessionAnnotationCreatedEvent
    from .events import SessionAnnotationCreatedEventData as SessionAnnotationCreatedEventData
    from .events import SessionAnnotationCreatedPayload as SessionAnnotationCreatedPayload
    from .events import SessionCreatedEvent as SessionCreatedEvent
    from .events import SessionCreatedPayload as SessionCreatedPayload
    from .events import SessionDeletedEvent as SessionDeletedEvent
    from .events import SessionDeletedPayload as SessionDeletedPayload
    from .events import SessionUpdatedEvent as SessionUpdatedEvent
    from .events import SessionUpdatedPayload as SessionUpdatedPayload
    from .events import WebhookDeliveryStatusEventData as WebhookDeliveryStatusEventData
    from .events import WebhookDeliveryUpdatedEvent as WebhookDeliveryUpdatedEvent
    from .events import WebhookDeliveryUpdatedPayload as WebhookDeliveryUpdatedPayload
    from .functions import ActivateFunctionsRequest as ActivateFunctionsRequest
    from .functions import ActivationStep as ActivationStep
    from .functions import CreateFunction as CreateFunction
    from .functions import CredentialsVerified as CredentialsVerified
    from .functions import DependenciesUpdated as DependenciesUpdated
    from .functions import DeploymentStatus as DeploymentStatus
    from .functions import EnvVarsUpdated as EnvVarsUpdated
    from .functions import Function as Function
    from .functions import FunctionAuthMode as FunctionAuthMode
    from .functions import FunctionDeleted as FunctionDeleted
    from .functions import FunctionDependency as FunctionDependency
    from .functions import FunctionDeploying as FunctionDeploying
    from .functions import FunctionDeployment as FunctionDeployment
    from .functions import FunctionEnvVar as FunctionEnvVar
    from .functions import FunctionPublished as FunctionPublished
    from .functions import FunctionRuntime as FunctionRuntime
    from .functions import FunctionsActivating as FunctionsActivating
    from .functions import FunctionSettings as FunctionSettings
    from .functions import FunctionStatus as FunctionStatus
    from .functions import FunctionStopping as FunctionStopping
    from .functions import FunctionVersion as FunctionVersion
    from .functions import FunctionVersionStatus as FunctionVersionStatus
    from .functions import Location as Location
    from .functions import NpmPackageInfo as NpmPackageInfo
    from .functions import PublishFunctionRequest as PublishFunctionRequest
    from .functions import ResourcePackage as ResourcePackage
    from .functions import ResourcePackageType as ResourcePackageType
    from .functions import RuntimeStarting as RuntimeStarting
    from .functions import RuntimeState as RuntimeState
    from .functions import RuntimeStatus as RuntimeStatus
    from .functions import RuntimeStopping as RuntimeStopping
    from .functions import RuntimeVersion as RuntimeVersion
    from .functions import RuntimeVersions as RuntimeVersions
    from .functions import SetEnvVar as SetEnvVar
    from .functions import UpdateDependenciesRequest as UpdateDependenciesRequest
    from .functions import UpdateEnvVarsRequest as UpdateEnvVarsRequest
    from .functions import UpdateFunction as UpdateFunction
    from .functions import UpdateFunctionSettings as UpdateFunctionSettings
    from .functions import UpgradeRuntime as UpgradeRuntime
    from .gatherings import AcceptInvitation as AcceptInvitation
    from .gatherings import AccessPolicy as AccessPolicy
    from .gatherings import AddMember as AddMember
    from .gatherings import CreateGathering as CreateGathering
    from .gatherings import Gathering as Gathering
    from .gatherings import GatheringList as GatheringList
    from .gatherings import GatheringMember as GatheringMember
    from .gatherings import GatheringStatus as GatheringStatus
    from .gatherings import GatheringType as GatheringType
    from .gatherings import Invitation as Invitation
    from .gatherings import InvitationStatus as InvitationStatus
    from .gatherings import InvitedParticipant as InvitedParticipant
    from .gatherings import JoinGatheringRequest as JoinGatheringRequest
    from .gatherings import JoinResult as JoinResult
    from .gatherings import MemberRole as MemberRole
    from .gatherings import MemberStatus as MemberStatus
    from .gatherings import SendInvitations as SendInvitations
    from .gatherings import StartGathering as StartGathering
    from .gatherings import UpdateGathering as UpdateGathering
    from .gatherings import UpdateMember as UpdateMember
    from .messages import Message as Message
    from .messages import MessageType as MessageType
    from .participants import CreateParticipant as CreateParticipant
    from .participants import Participant as Participant
    from .participants import ParticipantList as ParticipantList
    from .participants import UpdateParticipant as UpdateParticipant
    from .plugin_instances import CreatePluginInstance as CreatePluginInstance
    from .plugin_instances import PluginInstance as PluginInstance
    from .plugin_instances import PluginInstanceWithPlugin as PluginInstanceWithPlugin
    from .plugin_instances import PluginUninstalled as PluginUninstalled
    from .plugin_instances import UpdatePluginInstance as UpdatePluginInstance
    from .plugins import ListMessageAnnotations as ListMessageAnnotations
    from .plugins import MessageAnnotation as MessageAnnotation
    from .plugins import SessionAnnotation as SessionAnnotation
    from .projects import ActivatedProduct as ActivatedProduct
    from .projects import ChangeProjectUserRole as ChangeProjectUserRole
    from .projects import GenerateProjectToken as GenerateProjectToken
    from .projects import GenerateTokenRequest as GenerateTokenRequest
    from .projects import InviteProjectUser as InviteProjectUser
    from .projects import PricingType as PricingType
    from .projects import ProductFeature as ProductFeature
    from .projects import ProductPricing as ProductPricing
    from .projects import ProductSlug as ProductSlug
    from .projects import Project as Project
    from .projects import ProjectBillingState as ProjectBillingState
    from .projects import ProjectProduct as ProjectProduct
    from .projects import ProjectType as ProjectType
    from .projects import ProjectUser as ProjectUser
    from .projects import ProjectUserRole as ProjectUserRole
    from .projects import ProjectUserStatus as ProjectUserStatus
    from .projects import RemoveProjectUser as RemoveProjectUser
    from .projects import RoomToken as RoomToken
    from .sanctions import CreateSanction as CreateSanction
    from .sanctions import ParticipantInfo as ParticipantInfo
    from .sanctions import RevokeSanction as RevokeSanction
    from .sanctions import Sanction as Sanction
    from .sanctions import SanctionList as SanctionList
    from .sanctions import SanctionStatus as SanctionStatus
    from .sanctions import SanctionType as SanctionType
    from .sanctions import UpdateSanction as UpdateSanction
    from .sessions import CreateSession as CreateSession
    from .sessions import PluginActionGroup as PluginActionGroup
    from .sessions import Session as Session
    from .sessions import SessionAction as SessionAction
    from .sessions import SessionActions as SessionActions
    from .sessions import SessionStarting as SessionStarting
    from .sessions import SessionStatus as SessionStatus
    from .sessions import SessionStopping as SessionStopping
    from .voice import AccessKey as AccessKey
    from .voice import CreateAccessKeyRequest as CreateAccessKeyRequest
    from .voice import CreatedAccessKey as CreatedAccessKey
    from .voice import EditAccessKey as EditAccessKey
    from .voice import PeersOverTime as PeersOverTime
    from .voice import RoomsOverTime as RoomsOverTime
    from .voice import UpdatePeerLimit as UpdatePeerLimit
    from .voice import VoiceSettings as VoiceSettings
    from .webhooks import CreateWebhookSubscription as CreateWebhookSubscription
    from .webhooks import DeliveryStatus as DeliveryStatus
    from .webhooks import SubscriptionDeleted as SubscriptionDeleted
    from .webhooks import UpdateWebhookSubscription as UpdateWebhookSubscription
    from .webhooks import WebhookAuthType as WebhookAuthType
    from .webhooks import WebhookDelivery as WebhookDelivery
    from .webhooks import WebhookEvent as WebhookEvent
    from .webhooks import WebhookEventDetail as WebhookEventDetail
    from .webhooks import WebhookSubscription as WebhookSubscription

_MODULES = {
    "AcceptInvitation": "gatherings",
    "AccessKey": "voice",
    "AccessKeyConfig": "app_settings",
    "AccessPolicy": "gatherings",
    "ActivateFunctionsRequest": "functions",
    "ActivatedProduct": "projects",
    "ActivationStep": "functions",
    "AddMember": "gatherings",
    "AnnotationType": "common",
    "ApiKey": "api_keys",
    "ApiKeyScope": "api_keys",
    "ChangeProjectUserRole": "projects",
    "CreateAccessKeyRequest": "voice",
    "CreateApiKey": "api_keys",
    "CreateFunction": "functions",
    "CreateGathering": "gatherings",
    "CreateParticipant": "participants",
    "CreatePluginInstance": "plugin_instances",
    "CreateSanction": "sanctions",
    "CreateSession": "sessions",
    "CreateWebhookSubscription": "webhooks",
    "CreatedAccessKey": "voice",
    "CreatedApiKey": "api_keys",
    "CredentialsVerified": "functions",
    "DeliveryStatus": "webhooks",
    "DependenciesUpdated": "functions",
    "DeploymentStatus": "functions",
    "EditAccessKey": "voice",
    "EncryptionMode": "app_settings",
    "EnvVarsUpdated": "functions",
    "EventAction": "events",
    "EventSource": "events",
    "Function": "functions",
    "FunctionAuthMode": "functions",
    "FunctionDeleted": "functions",
    "FunctionDependency": "functions",
    "FunctionDeploying": "functions",
    "FunctionDeployment": "functions",
    "FunctionEnvVar": "functions",
    "FunctionPublished": "functions",
    "FunctionRuntime": "functions",
    "FunctionSettings": "functions",
    "FunctionStatus": "functions",
    "FunctionStopping": "functions",
    "FunctionVersion": "functions",
    "FunctionVersionStatus": "functions",
    "FunctionsActivating": "functions",
    "Gathering": "gatherings",
    "GatheringCancelledEvent": "events",
    "GatheringCreatedEvent": "events",
    "GatheringCreatedPayload": "events",
    "GatheringEndedEvent": "events",
    "GatheringInvitationAcceptedEvent": "events",
    "GatheringInvitationAcceptedEventData": "events",
    "GatheringInvitationAcceptedPayload": "events",
    "GatheringInvitationDeclinedEvent": "events",
    "GatheringInvitationDeclinedEventData": "events",
    "GatheringInvitationDeclinedPayload": "events",
    "GatheringInvitationSentEmailData": "events",
    "GatheringInvitationSentEvent": "events",
    "GatheringInvitationSentPayload": "events",
    "GatheringList": "gatherings",
    "GatheringMember": "gatherings",
    "GatheringMemberEventData": "events",
    "GatheringMemberJoinedEvent": "events",
    "GatheringMemberLeftEvent": "events",
    "GatheringMemberLeftEventData": "events",
    "GatheringMemberLeftPayload": "events",
    "GatheringMemberPayload": "events",
    "GatheringMemberReadyEvent": "events",
    "GatheringOccurredPayload": "events",
    "GatheringStartedEvent": "events",
    "GatheringStatus": "gatherings",
    "GatheringType": "gatherings",
    "GatheringUpdatedEvent": "events",
    "GatheringUpdatedPayload": "events",
    "GenerateProjectToken": "projects",
    "GenerateTokenRequest": "projects",
    "GenericDomainEvent": "events",
    "GenericEventPayload": "events",
    "GenericEventType": "events",
    "IngestEvent": "events",
    "IngestEventSource": "events",
    "IngestEventType": "events",
    "IngestedEvent": "events",
    "Invitation": "gatherings",
    "InvitationStatus": "gatherings",
    "InviteProjectUser": "projects",
    "InvitedParticipant": "gatherings",
    "JoinGatheringRequest": "gatherings",
    "JoinResult": "gatherings",
    "ListMessageAnnotations": "plugins",
    "Location": "functions",
    "Login": "auth",
    "LoginCredentials": "auth",
    "LoginRequest": "auth",
    "MemberRole": "gatherings",
    "MemberStatus": "gatherings",
    "Message": "messages",
    "MessageAnnotation": "plugins",
    "MessageAnnotationCreatedEvent": "events",
    "MessageAnnotationCreatedEventData": "events",
    "MessageAnnotationCreatedPayload": "events",
    "MessageCreatedEvent": "events",
    "MessageCreatedEventData": "events",
    "MessageCreatedPayload": "events",
    "MessageType": "messages",
    "NpmPackageInfo": "functions",
    "Participant": "participants",
    "ParticipantCreatedEvent": "events",
    "ParticipantCreatedPayload": "events",
    "ParticipantDeletedEvent": "events",
    "ParticipantDeletedPayload": "events",
    "ParticipantInfo": "sanctions",
    "ParticipantJoinedEvent": "events",
    "ParticipantLeftEvent": "events",
    "ParticipantList": "participants",
    "ParticipantPresenceEventData": "events",
    "ParticipantPresencePayload": "events",
    "ParticipantUpdatedEvent": "events",
    "ParticipantUpdatedPayload": "events",
    "PeersOverTime": "voice",
    "Plugin": "common",
    "PluginActionGroup": "sessions",
    "PluginCategory": "common",
    "PluginInstance": "plugin_instances",
    "PluginInstanceWithPlugin": "plugin_instances",
    "PluginSetting": "common",
    "PluginSettingType": "common",
    "PluginSettingValidation": "common",
    "PluginUninstalled": "plugin_instances",
    "PricingType": "projects",
    "ProductFeature": "projects",
    "ProductPricing": "projects",
    "ProductSlug": "projects",
    "Project": "projects",
    "ProjectBillingState": "projects",
    "ProjectPermissions": "common",
    "ProjectProduct": "projects",
    "ProjectSettings": "app_settings",
    "ProjectType": "projects",
    "ProjectUser": "projects",
    "ProjectUserRole": "projects",
    "ProjectUserStatus": "projects",
    "PublishFunctionRequest": "functions",
    "RemoveProjectUser": "projects",
    "ResourcePackage": "functions",
    "ResourcePackageType": "functions",
    "RevokeSanction": "sanctions",
    "RoomToken": "projects",
    "RoomsOverTime": "voice",
    "RuntimeStarting": "functions",
    "RuntimeState": "functions",
    "RuntimeStatus": "functions",
    "RuntimeStopping": "functions",
    "RuntimeVersion": "functions",
    "RuntimeVersions": "functions",
    "Sanction": "sanctions",
    "SanctionCreatedEvent": "events",
    "SanctionCreatedPayload": "events",
    "SanctionList": "sanctions",
    "SanctionRevokedEvent": "events",
    "SanctionRevokedPayload": "events",
    "SanctionStatus": "sanctions",
    "SanctionType": "sanctions",
    "SanctionUpdatedEvent": "events",
    "SanctionUpdatedPayload": "events",
    "SendInvitations": "gatherings",
    "Session": "sessions",
    "SessionAction": "sessions",
    "SessionActions": "sessions",
    "SessionAnnotation": "plugins",
    "SessionAnnotationCreatedEvent": "events",
    "SessionAnnotationCreatedEventData": "events",
    "SessionAnnotationCreatedPayload": "events",
    "SessionCreatedEvent": "events",
    "SessionCreatedPayload": "events",
    "SessionDeletedEvent": "events",
    "SessionDeletedPayload": "events",
    "SessionStarting": "sessions",
    "SessionStatus": "sessions",
    "SessionStopping": "sessions",
    "SessionUpdatedEvent": "events",
    "SessionUpdatedPayload": "events",
    "SetEnvVar": "functions",
    "StartGathering": "gatherings",
    "SubscriptionDeleted": "webhooks",
    "TokenProviderType": "app_settings",
    "UpdateAppSettings": "app_settings",
    "UpdateDebugAudio": "app_settings",
    "UpdateDependenciesRequest": "functions",
    "UpdateE2EEncryption": "app_settings",
    "UpdateEnvVarsRequest": "functions",
    "UpdateFunction": "functions",
    "UpdateFunctionSettings": "functions",
    "UpdateGathering": "gatherings",
    "UpdateMember": "gatherings",
    "UpdateParticipant": "participants",
    "UpdatePeerLimit": "voice",
    "UpdatePluginInstance": "plugin_instances",
    "UpdateSanction": "sanctions",
    "UpdateWebhookSubscription": "webhooks",
    "UpgradeRuntime": "functions",
    "UpsertAppSettings": "app_settings",
    "UserProfile": "auth",
    "VoiceSettings": "voice",
    "WebhookAuthType": "webhooks",
    "WebhookDelivery": "webhooks",
    "WebhookDeliveryStatusEventData": "events",
    "WebhookDeliveryUpdatedEvent": "events",
    "WebhookDeliveryUpdatedPayload": "events",
    "WebhookEvent": "webhooks",
    "WebhookEventDetail": "webhooks",
    "WebhookSubscription": "webhooks",
    "WebserviceConfig": "app_settings",
    "WebserviceMethod": "app_settings",
}

__all__ = [  # pyright: ignore[reportUnsupportedDunderAll]  # the names are imported above, for type checkers
    "AcceptInvitation",
    "AccessKey",
    "AccessKeyConfig",
    "AccessPolicy",
    "ActivateFunctionsRequest",
    "ActivatedProduct",
    "ActivationStep",
    "AddMember",
    "AnnotationType",
    "ApiKey",
    "ApiKeyScope",
    "ChangeProjectUserRole",
    "CreateAccessKeyRequest",
    "CreateApiKey",
    "CreateFunction",
    "CreateGathering",
    "CreateParticipant",
    "CreatePluginInstance",
    "CreateSanction",
    "CreateSession",
    "CreateWebhookSubscription",
    "CreatedAccessKey",
    "CreatedApiKey",
    "CredentialsVerified",
    "DeliveryStatus",
    "DependenciesUpdated",
    "DeploymentStatus",
    "EditAccessKey",
    "EncryptionMode",
    "EnvVarsUpdated",
    "EventAction",
    "EventSource",
    "Function",
    "FunctionAuthMode",
    "FunctionDeleted",
    "FunctionDependency",
    "FunctionDeploying",
    "FunctionDeployment",
    "FunctionEnvVar",
    "FunctionPublished",
    "FunctionRuntime",
    "FunctionSettings",
    "FunctionStatus",
    "FunctionStopping",
    "FunctionVersion",
    "FunctionVersionStatus",
    "FunctionsActivating",
    "Gathering",
    "GatheringCancelledEvent",
    "GatheringCreatedEvent",
    "GatheringCreatedPayload",
    "GatheringEndedEvent",
    "GatheringInvitationAcceptedEvent",
    "GatheringInvitationAcceptedEventData",
    "GatheringInvitationAcceptedPayload",
    "GatheringInvitationDeclinedEvent",
    "GatheringInvitationDeclinedEventData",
    "GatheringInvitationDeclinedPayload",
    "GatheringInvitationSentEmailData",
    "GatheringInvitationSentEvent",
    "GatheringInvitationSentPayload",
    "GatheringList",
    "GatheringMember",
    "GatheringMemberEventData",
    "GatheringMemberJoinedEvent",
    "GatheringMemberLeftEvent",
    "GatheringMemberLeftEventData",
    "GatheringMemberLeftPayload",
    "GatheringMemberPayload",
    "GatheringMemberReadyEvent",
    "GatheringOccurredPayload",
    "GatheringStartedEvent",
    "GatheringStatus",
    "GatheringType",
    "GatheringUpdatedEvent",
    "GatheringUpdatedPayload",
    "GenerateProjectToken",
    "GenerateTokenRequest",
    "GenericDomainEvent",
    "GenericEventPayload",
    "GenericEventType",
    "IngestEvent",
    "IngestEventSource",
    "IngestEventType",
    "IngestedEvent",
    "Invitation",
    "InvitationStatus",
    "InviteProjectUser",
    "InvitedParticipant",
    "JoinGatheringRequest",
    "JoinResult",
    "ListMessageAnnotations",
    "Location",
    "Login",
    "LoginCredentials",
    "LoginRequest",
    "MemberRole",
    "MemberStatus",
    "Message",
    "MessageAnnotation",
    "MessageAnnotationCreatedEvent",
    "MessageAnnotationCreatedEventData",
    "MessageAnnotationCreatedPayload",
    "MessageCreatedEvent",
    "MessageCreatedEventData",
    "MessageCreatedPayload",
    "MessageType",
    "NpmPackageInfo",
    "Participant",
    "ParticipantCreatedEvent",
    "ParticipantCreatedPayload",
    "ParticipantDeletedEvent",
    "ParticipantDeletedPayload",
    "ParticipantInfo",
    "ParticipantJoinedEvent",
    "ParticipantLeftEvent",
    "ParticipantList",
    "ParticipantPresenceEventData",
    "ParticipantPresencePayload",
    "ParticipantUpdatedEvent",
    "ParticipantUpdatedPayload",
    "PeersOverTime",
    "Plugin",
    "PluginActionGroup",
    "PluginCategory",
    "PluginInstance",
    "PluginInstanceWithPlugin",
    "PluginSetting",
    "PluginSettingType",
    "PluginSettingValidation",
    "PluginUninstalled",
    "PricingType",
    "ProductFeature",
    "ProductPricing",
    "ProductSlug",
    "Project",
    "ProjectBillingState",
    "ProjectPermissions",
    "ProjectProduct",
    "ProjectSettings",
    "ProjectType",
    "ProjectUser",
    "ProjectUserRole",
    "ProjectUserStatus",
    "PublishFunctionRequest",
    "RemoveProjectUser",
    "ResourcePackage",
    "ResourcePackageType",
    "RevokeSanction",
    "RoomToken",
    "RoomsOverTime",
    "RuntimeStarting",
    "RuntimeState",
    "RuntimeStatus",
    "RuntimeStopping",
    "RuntimeVersion",
    "RuntimeVersions",
    "Sanction",
    "SanctionCreatedEvent",
    "SanctionCreatedPayload",
    "SanctionList",
    "SanctionRevokedEvent",
    "SanctionRevokedPayload",
    "SanctionStatus",
    "SanctionType",
    "SanctionUpdatedEvent",
    "SanctionUpdatedPayload",
    "SendInvitations",
    "Session",
    "SessionAction",
    "SessionActions",
    "SessionAnnotation",
    "SessionAnnotationCreatedEvent",
    "SessionAnnotationCreatedEventData",
    "SessionAnnotationCreatedPayload",
    "SessionCreatedEvent",
    "SessionCreatedPayload",
    "SessionDeletedEvent",
    "SessionDeletedPayload",
    "SessionStarting",
    "SessionStatus",
    "SessionStopping",
    "SessionUpdatedEvent",
    "SessionUpdatedPayload",
    "SetEnvVar",
    "StartGathering",
    "SubscriptionDeleted",
    "TokenProviderType",
    "UpdateAppSettings",
    "UpdateDebugAudio",
    "UpdateDependenciesRequest",
    "UpdateE2EEncryption",
    "UpdateEnvVarsRequest",
    "UpdateFunction",
    "UpdateFunctionSettings",
    "UpdateGathering",
    "UpdateMember",
    "UpdateParticipant",
    "UpdatePeerLimit",
    "UpdatePluginInstance",
    "UpdateSanction",
    "UpdateWebhookSubscription",
    "UpgradeRuntime",
    "UpsertAppSettings",
    "UserProfile",
    "VoiceSettings",
    "WebhookAuthType",
    "WebhookDelivery",
    "WebhookDeliveryStatusEventData",
    "WebhookDeliveryUpdatedEvent",
    "WebhookDeliveryUpdatedPayload",
    "WebhookEvent",
    "WebhookEventDetail",
    "WebhookSubscription",
    "WebserviceConfig",
    "WebserviceMethod",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_MODULES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
