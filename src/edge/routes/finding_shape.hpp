#pragma once
#include "base/hints.hpp"
#include "edge/routes/case_shape.hpp"
#include "records/catalog/determination.hpp"
#include "services/determination/finding.hpp"

/// JSON shapes of what sweeps found.
namespace leye::routes {

struct AmountShape {
    int64_t yuan = 0;
    std::string per;
    std::optional<int> months;
};
BOOST_DESCRIBE_STRUCT(AmountShape, (), (yuan, per, months))
inline json::Hints hints_of(const AmountShape*) { return {{"per", json::one_of({"once", "month", "loan"})}}; }

struct FindingShape {
    std::string id, determination, kind;
    Words name;
    std::string outcome, reason_code;
    Words sentence;
    std::optional<Words> change;
    std::string clause, table, table_version;
    int rule = 0;
    std::optional<AmountShape> amount;
    std::string state;
    Words state_name;
    Date since;
    Instant found_at;
    std::optional<Instant> ended_at;
    std::vector<FactShape> facts;
    std::vector<std::string> next;  ///< what the reader may do: accept, decline, object, decide
    std::optional<std::string> item;  ///< the item that starts it
    std::optional<std::string> note;
    std::optional<std::string> case_number;  ///< of the objection to it
};
BOOST_DESCRIBE_STRUCT(FindingShape, (), (id, determination, kind, name, outcome, reason_code, sentence, change, clause, table, table_version, rule, amount, state, state_name, since, found_at, ended_at, facts, next, item, note, case_number))
inline json::Hints hints_of(const FindingShape*) {
    return {{"kind", json::one_of(catalog::determination_kinds)},
            {"state", json::name_from(determination::FindingState::standing, determination::FindingState::reversed)},
            {"next", json::one_of({"accept", "decline", "object", "decide"})}};
}

struct FindingListShape {
    std::vector<FindingShape> rows;
};
BOOST_DESCRIBE_STRUCT(FindingListShape, (), (rows))

/// A talk with somebody of a roster or an alarm.
struct FindingContactShape {
    int64_t seq = 1;
    Instant at;
    std::string by, channel, note;
};
BOOST_DESCRIBE_STRUCT(FindingContactShape, (), (seq, at, by, channel, note))
struct FindingContactsShape {
    std::vector<FindingContactShape> rows;
};
BOOST_DESCRIBE_STRUCT(FindingContactsShape, (), (rows))
struct NewFindingContactShape {
    std::string channel, note;
};
BOOST_DESCRIBE_STRUCT(NewFindingContactShape, (), (channel, note))

/// A finding as the desk lists it.
struct DeskFindingShape : FindingShape {
    std::string person_id, person_name, area_name;
    std::optional<std::string> household;  ///< the same for all who live together
    int64_t days = 0;                      ///< it has stood
    int64_t contacts = 0;
    std::optional<Instant> last_contact_at;
};
BOOST_DESCRIBE_STRUCT(DeskFindingShape, (FindingShape), (person_id, person_name, area_name, household, days, contacts, last_contact_at))
inline json::Hints hints_of(const DeskFindingShape*) { return hints_of(static_cast<const FindingShape*>(nullptr)); }

struct DeskFindingPageShape {
    std::vector<DeskFindingShape> rows;
    std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(DeskFindingPageShape, (), (rows, next_cursor))

struct FindingCountShape {
    std::string determination, kind;
    Words name;
    std::string place, place_name, state;
    Words state_name;
    int64_t n = 0;
};
BOOST_DESCRIBE_STRUCT(FindingCountShape, (), (determination, kind, name, place, place_name, state, state_name, n))
inline json::Hints hints_of(const FindingCountShape*) { return {{"state", json::name_from(determination::FindingState::standing, determination::FindingState::reversed)}}; }

struct FindingCountsShape {
    std::vector<FindingCountShape> rows;
};
BOOST_DESCRIBE_STRUCT(FindingCountsShape, (), (rows))

struct ObjectionShape {
    std::string reason;
    std::optional<std::string> channel;  ///< how it came to an officer: window or hotline; of a person web or phone
};
BOOST_DESCRIBE_STRUCT(ObjectionShape, (), (reason, channel))

struct FindingDecisionShape {
    bool right = false;
    std::string note;
};
BOOST_DESCRIBE_STRUCT(FindingDecisionShape, (), (right, note))

}  // namespace leye::routes
