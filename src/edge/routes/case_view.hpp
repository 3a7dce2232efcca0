#pragma once
#include "edge/routes/case_shape.hpp"
#include "edge/routes/house.hpp"
#include "services/casework/case_store.hpp"
#include "services/casework/facts.hpp"

namespace leye::routes {

/// Turns cases into what one reader sees: words, clocks, and the acts this reader may do next. Lives for one read.
class CaseView {
  public:
    CaseView(House& house, store::Connection& c, const party::Actor& actor, Instant now);

    /// The person's name is known already and is not read again.
    void know(const party::PersonId& id, std::string name) { names_.emplace(id, std::move(name)); }
    CaseSummaryShape summary(const casework::CaseRow& row);
    CaseShape whole(const casework::Case& c);
    /// A fact with its label and its value as people read it; `item` names its own fields.
    FactShape fact(const catalog::Item* item, const std::string& name, const json::Value& value, std::string_view source, std::optional<Date> learnt_on = {});
    /// A value of a field as people read it: the option's label, the area's name, 是 or 否.
    std::string shown(const catalog::Field* field, const json::Value& value) const;

  private:
    ClockShape clock(const casework::CaseRow& row, const catalog::Item& item) const;
    ReasonShape reason(const catalog::Item& item, const json::Object& body);
    ActionReasonShape action_reason(const catalog::Item& item, const json::Object& body) const;
    ActionShape action(const catalog::Item& item, const casework::Action& a);
    std::optional<std::string> opened_number(const casework::Case& c, const std::string& item) const;
    std::string person_name(const party::PersonId& id);
    std::string staff_name(const std::string& id);

    House& house_;
    store::Connection& c_;
    const party::Actor& actor_;
    Instant now_;
    std::map<party::PersonId, std::string> names_;
    std::map<party::EmployerId, std::string> employer_names_;
    std::map<std::string, std::string> staff_names_;
};

/// The list row a case has.
casework::CaseRow row_of(const casework::Case& c);
/// "v3": what If-Match takes back.
std::string etag_of(int64_t version);

}  // namespace leye::routes
