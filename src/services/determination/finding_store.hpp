#pragma once
#include <span>
#include <vector>

#include "engine/rotation/rotation.hpp"
#include "engine/seal/seal.hpp"
#include "services/determination/finding.hpp"

namespace leye::determination {

void insert_finding(store::Transaction& tx, const seal::Seal& seal, const Finding& finding);
/// Writes state, answer and end.
void update_finding(store::Transaction& tx, const Finding& finding);
/// Keeps the finding for this transaction: who would answer, end or note something of it meanwhile waits, and reads what was left.
void hold_finding(store::Transaction& tx, FindingId id);
std::optional<Finding> find_finding(store::Connection& c, const seal::Seal& seal, FindingId id);
/// The finding that a case objects to, kept as by `hold_finding`.
std::optional<Finding> hold_finding_of_case(store::Transaction& tx, const seal::Seal& seal, std::string_view case_number);
std::optional<FindingId> find_finding_of_case(store::Connection& c, std::string_view case_number);
/// The person's findings, newest first, merged files included; those that ended too. At most 200.
std::vector<Finding> list_findings_of(store::Connection& c, const seal::Seal& seal, party::PersonId person);

/// The files behind `after` that ever had a finding, in order.
std::vector<party::PersonId> list_people_with_findings(store::Connection& c, party::PersonId after, int limit);

/// What stands of one determination about one person, as a sweep compares it.
struct StandingFinding {
    party::PersonId person;
    std::string determination;
    FindingId id;
    std::string outcome;
    FindingState state = FindingState::standing;
};
/// What stands about the files behind `after` up to and with `last`, in the order of the files.
std::vector<StandingFinding> list_standing(store::Connection& c, party::PersonId after, party::PersonId last);
/// What stands about these few, in the order of the files. in: files in order.
std::vector<StandingFinding> list_standing(store::Connection& c, std::span<const party::PersonId> people);
std::optional<Finding> find_standing(store::Connection& c, const seal::Seal& seal, party::PersonId person, std::string_view determination);

/// Which findings a list shows; empty fields ask for all.
struct FindingFilter {
    std::string determination;
    std::string area;  ///< and below
    std::optional<FindingState> state;
    std::optional<int64_t> sweep;
};
/// Those that stand, oldest first, behind the id `after`. in: one of determination and state is given.
std::vector<Finding> list_findings(store::Connection& c, const seal::Seal& seal, const FindingFilter& filter, std::optional<FindingId> after, int limit);
/// A talk with somebody of a roster or an alarm, oldest first by `seq` from 1.
struct FindingContact {
    int64_t seq = 1;
    Instant at;
    std::string by, by_name, channel, note;
};
std::vector<FindingContact> list_contacts(store::Connection& c, FindingId id);
void insert_contact(store::Transaction& tx, FindingId id, const FindingContact& contact);

/// How many stand by determination and place: cities of a province, counties of a city, streets of a county ("" where not told).
struct FindingCount {
    std::string determination, place;
    FindingState state = FindingState::standing;
    int64_t n = 0;
};
std::vector<FindingCount> count_findings(store::Connection& c, std::string_view area);

/// The columns under a seal.
std::span<const rotation::Column> sealed_columns();

}  // namespace leye::determination
