#include "services/casework/facts.hpp"

#include "records/party/merge.hpp"
#include "records/reference/reference.hpp"
#include "records/status/claim.hpp"

namespace leye::casework {
namespace {

using Kind = status::Kind;

/// Collects facts; what is not known is left out.
class Known {
  public:
    explicit Known(std::vector<KnownFact>& into) : into_(into) {}
    template <class T>
    void add(std::string_view name, const T& value, std::string_view source, std::optional<Date> learnt_on = std::nullopt) {
        into_.push_back({name, json::write(value), source, learnt_on});
    }

  private:
    std::vector<KnownFact>& into_;
};

// Which table of statutory ages applies. A woman's depends on her kind of post, which the records do not hold: the later age
// is taken, so that nobody is turned away too early, and between the two the rule asks for the post.
reference::RetirementKind retirement_kind(std::optional<party::Sex> sex) {
    return sex == party::Sex::female ? reference::RetirementKind::woman_55 : reference::RetirementKind::man;
}

void add_age(Known& known, const reference::Reference& reference, Date born, std::optional<party::Sex> sex, Date today) {
    const int age = born.whole_years_to(today);
    const Date retires = reference.retirement(born, retirement_kind(sex)).on_month_first;
    known.add("birth_date", born, "document");
    known.add("age", age, "rule");
    known.add("retires_on", retires, "rule");
    known.add("past_retirement", retires <= today, "rule");
    known.add("working_age", age >= 16 && today < retires, "rule");
    if (sex != party::Sex::female) return;
    const Date earlier = reference.retirement(born, reference::RetirementKind::woman_50).on_month_first;
    known.add("retires_on_as_worker", earlier, "rule");
    known.add("retirement_by_post", earlier <= today && today < retires, "rule");
}

std::string employer_name(store::Connection& c, const status::Spell& spell) {
    if (!spell.employer) return {};
    const auto employer = party::find_employer(c, *spell.employer);
    return employer ? employer->name : std::string();
}

std::string detail_of(const status::Spell& spell, std::string_view key) {
    const auto* v = spell.details.if_contains(key);
    return v && v->is_string() ? std::string(v->get_string()) : std::string();
}

// Why the person is out of work, where what is recorded of the last work tells (row 16.1).
std::string unemployment_reason(const reference::Reference& reference, const status::Spell& last) {
    if (last.kind == Kind::employed) return reference.unemployment_reason_of(detail_of(last, "end_reason"));
    return detail_of(last, "flexible_kind") == "sole_business" ? "business_closed" : "flexible_ended";
}

void add_spells(Known& known, store::Connection& c, const reference::Reference& reference, const std::vector<status::Spell>& spells, Date today) {
    const auto open = [&](Kind kind) -> const status::Spell* {
        for (const auto& s : spells)
            if (s.kind == kind && s.period().contains(today)) return &s;
        return nullptr;
    };
    const status::Spell* unemployed = open(Kind::unemployed);
    const status::Spell* employed = open(Kind::employed);
    const status::Spell* flexible = open(Kind::flexible);
    known.add("open_unemployment", unemployed != nullptr, "register");
    if (unemployed) known.add("open_unemployment_since", unemployed->from, "register", unemployed->learnt_at.date());
    known.add("open_employment", employed != nullptr, "register");
    if (employed) {
        known.add("open_employment_since", employed->from, "register", employed->learnt_at.date());
        known.add("open_employment_employer", employer_name(c, *employed), "register", employed->learnt_at.date());
        if (employed->until) known.add("open_employment_until", *employed->until, "register", employed->learnt_at.date());
    }
    known.add("open_flexible", flexible != nullptr, "register");
    if (flexible) known.add("open_flexible_since", flexible->from, "register", flexible->learnt_at.date());

    // The end last proved: of any employment or flexible work that is over. While other work goes on it says nothing
    // about since when the person is without work.
    if (employed || flexible) return;
    const status::Spell* last = nullptr;
    for (const auto& s : spells)
        if (s.kind != Kind::unemployed && s.until && *s.until <= today && (!last || *last->until < *s.until)) last = &s;
    if (last) {
        known.add("last_employment_since", last->from, "register", last->learnt_at.date());
        known.add("last_employment_until", *last->until, "register", last->learnt_at.date());
        if (last->employer) known.add("last_employer", employer_name(c, *last), "register", last->learnt_at.date());
        if (const auto reason = detail_of(*last, "end_reason"); !reason.empty()) known.add("last_end_reason", reason, "register", last->learnt_at.date());
        if (const auto reason = unemployment_reason(reference, *last); !reason.empty()) known.add("last_unemployment_reason", reason, "register", last->learnt_at.date());
    }
}

}  // namespace

json::Value PersonFacts::get(std::string_view name) const {
    for (const auto& f : known)
        if (f.name == name) return f.value;
    return nullptr;
}

FoundSpells find_spells(store::Connection& c, party::PersonId person, std::string_view case_number) {
    if (case_number.empty()) return {status::list_spells(c, person, status::end_of_time), {}};
    auto history = status::list_history(c, person);
    auto spells = status::without_case(history, case_number);
    return {std::move(spells), std::move(history)};
}

PersonFacts gather_person(store::Connection& c, const seal::Seal& seal, const reference::Reference& reference, party::PersonId person, Instant now,
                          std::string_view without_case) {
    PersonFacts out{party::get_person(c, seal, person, party::Documents::without), find_spells(c, person, without_case), {}};
    Known known(out.known);
    known.add("name", out.person.name, "document");
    if (out.person.born_on) add_age(known, reference, *out.person.born_on, out.person.sex, now.date());
    if (out.person.sex) known.add("sex", std::string(party::name_of(*out.person.sex)), "document");
    if (!out.person.area.empty()) known.add("residence", out.person.area, "file");
    if (!out.person.phone.empty()) known.add("phone", out.person.phone, "file");
    add_spells(known, c, reference, out.found.spells, now.date());
    return out;
}

WorkerFacts gather_worker(store::Connection& c, const seal::Seal& seal, const reference::Reference& reference, party::EmployerId employer,
                          const json::Object& values, Instant now, std::string_view without_case, Hold hold) {
    WorkerFacts out;
    Known known(out.known);
    const auto text = [&](std::string_view key) {
        const auto* v = values.if_contains(key);
        return v && v->is_string() ? std::string(v->get_string()) : std::string();
    };
    const auto type = reference::document_type_of(text("document_type"));
    if (!type) return out;
    const auto number = reference::check_document(*type, text("document_number"), now.date());
    if (!number) return out;
    std::optional<party::Sex> sex;
    if (const auto code = reference::sex_of(*type, *number)) sex = static_cast<party::Sex>(*code);
    out.person = party::find_person_by_document(c, seal, *type, *number);
    if (out.person && hold == Hold::yes) party::hold_persons(c, {*out.person});
    if (out.person) out.found = find_spells(c, *out.person, without_case);
    // A travel permit tells no age; the worker's file may.
    auto born = reference::birth_of(*type, *number);
    if (!born && out.person)
        if (const auto file = party::find_person(c, seal, *out.person)) born = file->born_on, sex = file->sex;
    if (born) {
        add_age(known, reference, *born, sex, now.date());
        if (const auto started = Date::parse(text("started_on"))) known.add("age_at_start", born->whole_years_to(*started), "rule");
    }
    known.add("worker_known", out.person.has_value(), "file");
    const status::Spell *with_us = nullptr, *latest = nullptr;
    for (const auto& s : out.found.spells) {
        if (s.employer != employer) continue;
        if (!latest) latest = &s;
        if (!with_us && !s.until) with_us = &s;
    }
    known.add("open_employment_here", with_us != nullptr, "register");
    if (with_us) known.add("open_employment_here_since", with_us->from, "register", with_us->learnt_at.date());
    known.add("employment_here", latest != nullptr, "register");
    if (latest) {
        known.add("employment_here_since", latest->from, "register", latest->learnt_at.date());
        if (latest->until) known.add("employment_here_until", *latest->until, "register", latest->learnt_at.date());
    }
    return out;
}

json::Object decision_facts(const PersonFacts* person, const party::Employer* employer, const json::Object& values, bool commitment, Date today,
                            const json::Memory& memory) {
    json::Object out(memory);
    out.reserve(48);
    if (person)
        for (const auto& f : person->known) out[f.name] = f.value;
    if (employer) {
        out["employer_kind"] = party::name_of(employer->kind);
        out["employer_area"] = employer->area;
    }
    for (const auto& [key, value] : values) out[key] = value;
    out["commitment"] = commitment;
    out["today"] = today.text();
    return out;
}

}  // namespace leye::casework
