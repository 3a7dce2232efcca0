#include "app/settle_province.hpp"

#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/demo/office_hours.hpp"
#include "app/demo_cases.hpp"
#include "app/demo_facts.hpp"
#include "edge/session/session.hpp"
#include "edge/session/session_store.hpp"
#include "records/party/party.hpp"
#include "records/status/status.hpp"

namespace leye::app {
namespace {

template <class T>
T must(Result<T> result, const char* doing) {
    if (!result) throw Fault(fmt::format("the demo province: {}: {} {}", doing, result.error().code, result.error().field));
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// Writes the province's lists in chunks, each one transaction, and remembers the ids.
class Writer {
  public:
    // The lists were written down when the office began, before anything happened in it.
    Writer(World& w, const demo::Province& p) : w_(w), p_(p), now_(demo::office_moment(w.reference.calendar(), w.clock->now(), 400, 0, 0)) {}

    std::vector<DemoAccount> run() {
        session::Sessions sessions(*w_.db, w_.seal, w_.reference, *w_.clock, {.public_url = w_.config.url()});
        agencies();
        auto accounts = staff(sessions);
        employers();
        people();
        spells();
        person_accounts(sessions, accounts);
        waiting_handlers(sessions);
        return accounts;
    }

    const std::vector<party::PersonId>& person_ids() const { return people_; }

  private:
    template <class F>
    void chunks(const char* what, size_t count, F each) {
        Progress progress(what, static_cast<int64_t>(count));
        constexpr size_t chunk = 500;
        for (size_t from = 0; from < count; from += chunk) {
            w_.db->write([&](store::Transaction& tx) {
                for (size_t i = from; i < std::min(count, from + chunk); ++i) each(tx, i);
            });
            progress.at(static_cast<int64_t>(from));
        }
    }

    party::Context at(store::Transaction& tx, Instant when) { return {actor_, when, tx, w_.seal, w_.reference}; }

    void agencies() {
        agencies_.resize(p_.agencies.size());
        chunks("agencies", p_.agencies.size(), [&](store::Transaction& tx, size_t i) {
            const auto& a = p_.agencies[i];
            auto ctx = at(tx, now_);
            const auto parent = a.parent ? std::optional(agencies_[*a.parent]) : std::nullopt;
            agencies_[i] = must(party::open_agency(ctx, {a.name, *party::find_agency_level(a.level), a.area, parent, a.address, a.phone, a.hours}), "an agency");
        });
    }

    std::vector<DemoAccount> staff(session::Sessions& sessions) {
        std::vector<DemoAccount> out;
        for (const auto& s : p_.staff) {
            const auto secret = sessions.new_secret(s.user);
            w_.db->write([&](store::Transaction& tx) {
                auto ctx = at(tx, now_);
                must(party::hire_staff(ctx, {s.user, s.name, agencies_[s.agency], {s.duties.begin(), s.duties.end()}}, secret.secret), "a member of staff");
            });
            out.push_back({s.user, secret.password, secret.totp_secret, s.shows});
        }
        return out;
    }

    void employers() {
        employers_.resize(p_.employers.size());
        chunks("employers", p_.employers.size(), [&](store::Transaction& tx, size_t i) {
            const auto& e = p_.employers[i];
            auto ctx = at(tx, now_);
            employers_[i] = must(party::register_employer(ctx, {e.uscc, e.name, *party::find_employer_kind(e.kind), e.area, e.address}), "an employer");
        });
    }

    void people() {
        people_.resize(p_.people.size());
        chunks("people", p_.people.size(), [&](store::Transaction& tx, size_t i) {
            const auto& p = p_.people[i];
            auto ctx = at(tx, now_);
            people_[i] = must(party::register_person(ctx, {.name = p.name, .document_type = reference::DocumentType::resident_id, .document_number = p.document_number,
                                                           .area = p.area, .phone = p.phone}), "a person");
            if (p.has_social_security_card) must(party::add_document(ctx, people_[i], reference::DocumentType::social_security_card, p.document_number), "a card");
        });
        const Date since = now_.date();
        chunks("households", p_.households.size(), [&](store::Transaction& tx, size_t i) {
            const auto& h = p_.households[i];
            auto ctx = at(tx, now_);
            const auto id = must(party::open_household(ctx, people_[h.head], p_.people[h.head].area, since), "a household");
            must(party::add_member(ctx, id, people_[h.spouse], party::Relation::spouse, since), "a member");
        });
    }

    void spells() {
        const Instant now = w_.clock->now();
        chunks("spells", p_.spells.size(), [&](store::Transaction& tx, size_t i) {
            const auto& s = p_.spells[i];
            const auto kind = s.kind == demo::SpellKind::employed ? status::Kind::employed : s.kind == demo::SpellKind::flexible ? status::Kind::flexible : status::Kind::unemployed;
            json::Object details{{kind == status::Kind::employed ? "contract_kind" : kind == status::Kind::flexible ? "flexible_kind" : "reason", s.detail}};
            if (s.contract_until) details["contract_until"] = s.contract_until->text();
            const std::string source = kind == status::Kind::employed ? "employer" : "person";
            auto begun = at(tx, demo::noon_of(s.learnt_on, now));
            const auto id = must(status::open_spell(begun, {.person = people_[s.person], .kind = kind, .employer = s.employer ? std::optional(employers_[*s.employer]) : std::nullopt,
                                                            .from = s.from, .details = details, .source = source}), "a spell");
            if (!s.until) return;
            json::Object end;
            if (!s.end_reason.empty()) end["end_reason"] = s.end_reason;
            auto ended = at(tx, demo::noon_of(s.end_learnt_on.value_or(*s.until), now));
            must(status::end_spell(ended, id, *s.until, end, source), "the end of a spell");
        });
    }

    // Accounts that sign in by phone: joined to their file, and one to its employer.
    void person_accounts(session::Sessions& sessions, std::vector<DemoAccount>& out) {
        for (const auto& a : p_.accounts) {
            w_.db->write([&](store::Transaction& tx) {
                auto ctx = at(tx, now_);
                const auto account = session::claim_account(tx, w_.seal, a.phone, now_);
                must(party::change_person(ctx, people_[a.person], {.phone = a.phone}), "a phone");
                must(sessions.join_person(ctx, account, people_[a.person]), "an account");
                if (a.employer) must(party::add_handler(ctx, employers_[*a.employer], account.value, true), "a handler");
            });
            out.push_back({a.phone, "", "", a.shows});
        }
    }

    // People who asked of late to act for a unit near the officers of the demo, in 历下区 or else in 济南: its first is to be
    // checked, the others wait for a window.
    void waiting_handlers(session::Sessions& sessions) {
        const auto in = [&](const char* area) { return std::ranges::find_if(p_.employers, [&](const auto& e) { return e.area.starts_with(area); }); };
        auto unit = in("370102");
        if (unit == p_.employers.end()) unit = in("3701");
        if (unit == p_.employers.end()) return;
        const auto& employer = employers_[static_cast<size_t>(unit - p_.employers.begin())];
        int asked = 0;
        for (size_t i = 0; i < p_.people.size() && asked < 3; ++i) {
            const auto& person = p_.people[i];
            if (std::ranges::find(p_.accounts, i, &demo::PersonAccount::person) != p_.accounts.end() || person.born.whole_years_to(now_.date()) < 25) continue;
            const Instant when = demo::office_moment(w_.reference.calendar(), w_.clock->now(), 3 - asked, asked, 30);
            ++asked;
            w_.db->write([&](store::Transaction& tx) {
                auto ctx = at(tx, when);
                const auto account = session::claim_account(tx, w_.seal, person.phone, when);
                must(sessions.join_person(ctx, account, people_[i]), "an account");
                must(party::ask_handler(ctx, employer, account.value, true), "a handler");
            });
        }
    }

    World& w_;
    const demo::Province& p_;
    Instant now_;
    party::Actor actor_ = party::system_actor();
    std::vector<party::AgencyId> agencies_;
    std::vector<party::EmployerId> employers_;
    std::vector<party::PersonId> people_;
};

}  // namespace

std::vector<DemoAccount> settle_province(World& world, const demo::Province& province) {
    Writer writer(world, province);
    auto accounts = writer.run();
    make_demo_cases(world, province, writer.person_ids());
    import_demo_facts(world, province);
    return accounts;
}

}  // namespace leye::app
