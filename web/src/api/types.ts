// The names of /v1's shapes for the pages. The shapes themselves are generated from the program (`npm run api`).
// snake_case as on the wire; an optional key is absent when unknown.
// Dates are "YYYY-MM-DD" in Asia/Shanghai, instants are ISO 8601 with Z.
import type * as Shapes from './generated'

export interface Page<T> { rows: T[]; next_cursor?: string; total?: number }
export type Values = Record<string, unknown>

export type ActsFor = Shapes.ActsFor
export type Advice = Shapes.Advice
export type AgencyChange = Shapes.AgencyChange
export type AgencyRow = Shapes.AgencyRow
export type Amount = Shapes.Amount
export type AnnexService = Shapes.AnnexService
export type AreaRow = Shapes.AreaRow
export type AskedFact = Shapes.AskedFact
export type Case = Shapes.Case
export type CaseSummary = Shapes.CaseSummary
export type CertificateCheck = Shapes.CertificateCheck
export type Check = Shapes.Check
export type Clock = Shapes.Clock
export type Entitlement = Shapes.Entitlement
export type Entitlements = Shapes.Entitlements
export type UnitHit = Shapes.EmployerHit
export type ContactRow = Shapes.Contact
export type DeskSummary = Shapes.DeskSummary
export type EmployerFile = Shapes.EmployerFile
export type Employment = Shapes.Employment
export type Evaluations = Shapes.Evaluations
export type Fact = Shapes.Fact
export type FactBatch = Shapes.FactBatch
export type FactSource = Shapes.FactSource
export type FactTask = Shapes.FactTask
export type Field = Shapes.Field
export type Form = Shapes.Form
export type Guide = Shapes.Guide
export type Handler = Shapes.Handler
export type HouseholdEntry = Shapes.HouseholdEntry
export type Item = Shapes.Item
export type ItemSummary = Shapes.ItemSummary
export type Me = Shapes.Me
export type Message = Shapes.Message
export type Need = Shapes.Need
export type NewAction = Shapes.NewAction
export type NewCase = Shapes.NewCase
export type NewEmployer = Shapes.NewEmployer
export type NewPerson = Shapes.NewPerson
export type NewStaff = Shapes.NewStaff
export type Option = Shapes.Option
export type OutboxRow = Shapes.OutboxRow
export type PeoplePage = Shapes.PeoplePage
export type PersonCheck = Shapes.PersonCheck
export type PersonFile = Shapes.PersonFile
export type PersonHit = Shapes.PersonHit
export type PolicyBox = Shapes.PolicyBox
export type PolicyCase = Shapes.PolicyCase
export type PolicyCases = Shapes.PolicyCases
export type PolicyChange = Shapes.PolicyChange
export type PolicyCheck = Shapes.PolicyCheck
export type PolicyDifference = Shapes.PolicyDifference
export type PolicyDraft = Shapes.PolicyDraft
export type PolicyName = Shapes.PolicyName
export type PolicyProof = Shapes.PolicyProof
export type PolicyReason = Shapes.PolicyReason
export type PolicyRetry = Shapes.PolicyRetry
export type PolicyRetryAnswer = Shapes.PolicyRetryAnswer
export type PolicySheet = Shapes.PolicySheet
export type PolicyTable = Shapes.PolicyTable
export type PolicyTableRow = Shapes.PolicyTableRow
export type PolicyTables = Shapes.PolicyTables
export type PolicyTurn = Shapes.PolicyTurn
export type PolicyVersion = Shapes.PolicyVersion
export type PolicyVersionDetail = Shapes.PolicyVersionDetail
export type PolicyWhy = Shapes.PolicyWhy
export type Problem = Shapes.Problem
export type ReadRow = Shapes.ReadRow
export type Reason = Shapes.Reason
export type Session = Shapes.Session
export type Sheet = Shapes.Sheet
export type SheetRow = Shapes.SheetRow
export type Spell = Shapes.Spell
export type StaffChange = Shapes.StaffChange
export type StaffRow = Shapes.StaffRow
export type StaffSecret = Shapes.StaffSecret
export type StatusNow = Shapes.StatusNow
export type TimelineEntry = Shapes.TimelineEntry
export type WaitingHandler = Shapes.WaitingHandler
export type Words = Shapes.Words

// Called otherwise on the pages.
export type CaseAction = Shapes.Action
export type Certificate = Shapes.CertificateLink
export type FieldProblem = Shapes.ProblemPart
export type FileRead = Shapes.Reading
export type NewIdentity = Shapes.Identity
export type Promised = Shapes.Promise

// Words that a member may be.
export type Act = Case['next'][number]
export type CaseState = Case['state']
export type DocumentType = NewIdentity['document_type']
export type Duty = NonNullable<Session['staff']>['duties'][number]
export type FieldType = Field['type']
export type Grade = NonNullable<Case['evaluation']>['grade']
export type Affected = Shapes.Affected
export type DeskFinding = Shapes.DeskFinding
export type Determination = Shapes.Determination
export type Finding = Shapes.Finding
export type FindingCount = Shapes.FindingCount
export type Sweep = Shapes.Sweep
export type Trial = Shapes.Trial
export type TrialGroup = Shapes.TrialGroup
export type TrialResult = Shapes.TrialResult
export type FindingTalk = Shapes.FindingContact
