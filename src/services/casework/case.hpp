#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "records/party/ids.hpp"

namespace leye::casework {

using CaseId = Id<struct CaseTag>;

/// Where a case stands. The numbers are stored.
enum class State {
    accepted = 1,             ///< an officer has to look at it; the clock runs
    awaiting_correction = 2,  ///< the applicant has to do something; the clock stands still
    settled = 3,
    refused = 4,
    withdrawn = 5,
    objected = 6,  ///< the applicant objects to the decision; an officer decides again
};
std::string_view name_of(State state);
std::optional<State> find_state(std::string_view name);
/// Whether anybody still has to do something.
bool is_open(State state);

/// What can be done to a case. The numbers are stored.
enum class Act {
    submit = 1,          ///< the applicant, or an officer for somebody standing there
    commit = 2,          ///< the written commitment that stands in for a missing proof
    take = 3,            ///< an officer takes the case on
    ask_correction = 4,  ///< an officer asks for a mend; the clock stops
    correct = 5,         ///< the applicant mends and the clock goes on; of a settled case: what it says is put right (改正)
    decide = 6,          ///< by rule («system») or by an officer with a coded reason
    answer = 7,          ///< an adviser answers a question
    check = 8,           ///< an officer checks a commitment: kept or broken
    evaluate = 9,        ///< 好差评, once, by the applicant only
    object = 10,         ///< the applicant objects to the decision
    withdraw = 11,
    contact = 12,        ///< an officer has spoken with the person, as the case promised
};
std::string_view name_of(Act act);
std::optional<Act> find_act(std::string_view name);

/// How a case came in or an act was done; the value is data, the engine treats all alike (row 12.1).
inline constexpr std::array<std::string_view, 6> channels = {"web", "phone", "window", "hotline", "kiosk", "import"};

/// One entry of the append-only list that a case is.
struct Action {
    int64_t seq = 1;  ///< from 1, without gaps
    Act act = Act::submit;
    Instant at;
    std::string actor;    ///< as in the journal: "person:<id>", "staff:<id>", "system"
    std::string by;       ///< name to show: a member of staff and the agency, «本人», «系统»
    std::string channel;
    json::Object body;    ///< what the act says, without identity numbers
    json::Object values;  ///< what the applicant filled in (submit, correct); sealed at rest
};

/// `dropped`: the decision that rested on it was turned round, so that there is nothing left to check.
enum class CommitmentState { open = 1, kept = 2, broken = 3, dropped = 4 };
std::string_view name_of(CommitmentState state);

/// A 劳动者书面承诺 or 经办人书面承诺 given in a case.
struct Given {
    Instant at;
    Date check_due_on;
    CommitmentState state = CommitmentState::open;
};

enum class ContactState { open = 1, done = 2, dropped = 3 };

/// A first contact that the case promised: by when, and whether it was made.
struct Contact {
    Date due_on;
    ContactState state = ContactState::open;
};

struct Evaluation {
    int grade = 5;  ///< 5 very content … 1 very discontent (人社厅发〔2020〕31号)
    std::string comment;
    Instant at;
};

/// A request for a mend: which field, and what is wrong with it.
struct Asked {
    std::string field;
    std::string sentence;
};

/// What never changes after submission.
struct Origin {
    CaseId id;
    std::string number;
    std::string item;
    int item_version = 1;
    std::optional<party::PersonId> person;  ///< whose case it is
    std::optional<party::EmployerId> employer;
    std::string area;     ///< where the applicant is served
    std::string channel;  ///< where it began
    Instant submitted_at;
};

/// A case: its origin, and what its actions add up to. Invariant: everything but `origin` is `fold(actions)`.
struct Case {
    Origin origin;
    std::vector<Action> actions;

    State state = State::accepted;
    json::Object values;
    std::string outcome;             ///< of the decision in force: settle, commit, correct, review, refuse
    int64_t reasoned = 0;            ///< seq of the action that says why, 0 before there is a decision
    std::vector<Asked> asked;        ///< open requests for a mend
    std::optional<Given> commitment;
    std::optional<Contact> contact;
    std::optional<Evaluation> evaluation;
    std::string certificate;         ///< code of the one that holds; empty where none does
    std::optional<State> decided;    ///< settled or refused, as the decision that stands says; empty before there is one
    bool carried_out = false;        ///< the records say what the case says
    bool ever_carried_out = false;   ///< they did at some time
    int64_t objection = 0;           ///< seq of the objection that is open, 0 where none is
    std::string assigned_to;         ///< staff id text, empty where nobody took it
    Date due_on;                     ///< promised
    std::optional<Date> stopped_on;  ///< since when the clock stands still
    std::optional<Instant> closed_at;

    int64_t version() const { return static_cast<int64_t>(actions.size()); }
    /// Of the decision in force, as its action keeps it; empty before there is one.
    const json::Object& reason() const;
};

}  // namespace leye::casework
