#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "records/party/ids.hpp"

namespace leye::determination {

using FindingId = Id<struct FindingTag>;

/// What became of a finding. The numbers are stored.
enum class FindingState {
    standing = 1,   ///< an alarm, or a place on a roster: it stands as long as the facts do
    applied = 2,    ///< the register was changed by it
    offered = 3,    ///< the person was told and may accept
    accepted = 4,
    declined = 5,
    review = 6,     ///< an officer has to look at it
    confirmed = 7,  ///< an officer found it right
    dismissed = 8,  ///< an officer found it wrong
    objected = 9,   ///< the person says that it is wrong; what it changed is taken back until an officer has looked
    reversed = 10,  ///< the person was right
};
std::string_view name_of(FindingState state);
std::optional<FindingState> find_finding_state(std::string_view name);

/// What one determination found about one person: it stands from the sweep that found it until one that finds otherwise.
/// Invariant: at most one of a determination stands for a person.
struct Finding {
    FindingId id;
    party::PersonId person;
    std::string determination;
    int version = 1;            ///< of the determination
    std::string table_version;  ///< first digits of the table's hash
    int rule = 0;
    std::string outcome, reason;
    FindingState state = FindingState::standing;
    std::string area;           ///< where the person lived then; empty where not told
    int64_t household = 0;      ///< the same for all who live together; 0 where not known
    Date since;                 ///< first day it was found
    int64_t sweep = 0;
    Instant found_at;
    json::Object facts;         ///< what the table saw
    std::optional<Instant> answered_at;
    std::string answered_by, note;
    std::string case_number;    ///< of the objection to it; empty where there is none
    std::optional<FindingState> state_before;  ///< before the objection
    std::optional<int64_t> ended_sweep;
    std::optional<Instant> ended_at;
};

/// What the register is told by a finding bears this instead of a case's number, so that it can be taken back as a whole.
std::string claim_number(FindingId id);
/// Whether a number that something in the register bears is a finding's, not a case's.
bool is_claim_number(std::string_view number);

}  // namespace leye::determination
