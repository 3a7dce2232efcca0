#pragma once
#include <doctest/doctest.h>

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "records/party/employer.hpp"
#include "records/party/staff.hpp"
#include "records/party/test/place.hpp"
#include "records/status/status.hpp"
#include "services/casework/act.hpp"
#include "services/casework/case_store.hpp"
#include "services/casework/effect.hpp"
#include "services/casework/submit.hpp"

/// What tests of cases stand on: the real catalogue, people with documents, officers, and the messages that went out.
namespace leye::casework::test {

using party::test::citizen;
using party::test::Place;
using party::test::reference_data;
using party::test::test_seal;

inline const catalog::Current& catalogue() {
    static std::vector<std::string> faults;  // told by the catalogue's own tests
    static const catalog::Current out(catalog::Catalog::load(LEYE_SOURCE_DIR "/catalog", reference_data(), effect_names(), faults));
    return out;
}

inline const catalog::Phrases& phrases() {
    static std::vector<std::string> faults;
    static const catalog::Phrases out = catalog::Phrases::load(LEYE_SOURCE_DIR "/catalog", faults);
    return out;
}

/// Keeps what people would have read.
struct Letters : Messenger {
    std::mutex mutex;
    std::vector<std::pair<std::string, std::string>> sent;  ///< phone or account, text
    void keep(const std::string& to, const std::string& text) {
        std::lock_guard lock(mutex);
        sent.emplace_back(to, text);
    }
    void send(party::Context&, const Addressee& to, const std::string& text) override { keep(to.phone, text); }
    void send_to_account(party::Context&, Uuid account, const std::string&, const std::string& text) override { keep(account.text(), text); }
};

/// Does what a test wants to follow from a case.
struct Following : Follower {
    std::function<Result<void>(party::Context&, const Office&, const Case&)> then;
    Result<void> follow(party::Context& at, const Office& office, const Case& c) const override { return then ? then(at, office, c) : Result<void>(); }
};

/// One place with its casework: who is there, and what was said to them.
struct World {
    Place& place;
    Letters letters;
    Following following;
    Office office{catalogue(), phrases(), letters, following};

    /// A person with a file, as signed in from a phone.
    party::Actor person(const std::string& name, const std::string& number, reference::DocumentType type = reference::DocumentType::resident_id) {
        party::NewPerson file = party::test::somebody(name, number, type);
        file.phone = "13853110001";
        const auto id = place.act([&](party::Context& at) { return party::register_person(at, file); });
        REQUIRE_MESSAGE(id, id.error().code);
        party::Actor out;
        out.kind = party::Actor::Kind::person;
        out.person = *id;
        out.channel = "phone";
        return out;
    }
    /// A member of staff who stands in the register.
    party::Actor officer(const std::string& user, std::set<std::string> duties) {
        const auto id = place.act([&](party::Context& at) -> Result<party::StaffId> {
            const auto agency = party::open_agency(at, {"历下区公共就业服务中心", party::AgencyLevel::county, "370102", std::nullopt, "", "", ""});
            if (!agency) return tl::unexpected(agency.error());
            return party::hire_staff(at, {user, "周敏", *agency, std::move(duties)}, {"$argon2id$none", "12345678901234567890"});
        });
        REQUIRE_MESSAGE(id, id.error().code);
        return place.read([&](store::Connection& c) { return party::get_staff(c, *id); }).actor("window");
    }

    Result<Case> submit(const party::Actor& actor, const Draft& draft) {
        return place.act(actor, [&](party::Context& at) { return casework::submit(at, office, draft); });
    }
    Result<Case> act(const party::Actor& actor, const std::string& number, int64_t version, const Order& order) {
        return place.act(actor, [&](party::Context& at) { return casework::act(at, office, number, version, order); });
    }
    /// As it is stored.
    Case stored(const std::string& number) {
        return *place.read([&](store::Connection& c) { return find_case(c, test_seal(), number); });
    }
    std::vector<status::Spell> spells(const party::Actor& actor) {
        return place.read([&](store::Connection& c) { return status::list_spells(c, actor.person, place.clock.now()); });
    }
    /// The handler of the unit, as signed in from a computer.
    party::Actor handler(party::EmployerId unit, const party::Actor& who) {
        party::Actor out = who;
        out.kind = party::Actor::Kind::handler;
        out.employer = unit;
        out.channel = "web";
        return out;
    }
    party::EmployerId unit(const std::string& uscc = "91370102MA00000011", const std::string& name = "济南泉城机械有限公司") {
        const auto id = place.act([&](party::Context& at) { return party::register_employer(at, {.uscc = uscc, .name = name, .area = "370102"}); });
        REQUIRE_MESSAGE(id, id.error().code);
        return *id;
    }
    /// What is believed of the person, oldest first: «employed 2024-02-01..2026-11-20».
    std::string told(const party::Actor& actor, std::optional<Instant> known_at = {}) {
        auto list = place.read([&](store::Connection& c) { return status::list_spells(c, actor.person, known_at.value_or(place.clock.now())); });
        std::string out;
        for (auto s = list.rbegin(); s != list.rend(); ++s)
            out += (out.empty() ? "" : ", ") + std::string(status::name_of(s->kind)) + " " + s->from.text() + ".." + (s->until ? s->until->text() : "");
        return out;
    }
    /// Gives the person an employment that is still open in the records.
    void employ(const party::Actor& actor, const std::string& from, std::optional<std::string> until = std::nullopt) {
        const auto opened = place.act([&](party::Context& at) -> Result<status::SpellId> {
            const auto unit = party::register_employer(at, {.uscc = "91370102MA00000011", .name = "济南泉城机械有限公司", .area = "370102"});
            if (!unit) return tl::unexpected(unit.error());
            return status::open_spell(at, {.person = actor.person, .kind = status::Kind::employed, .employer = *unit, .from = *Date::parse(from),
                                           .until = until ? Date::parse(*until) : std::nullopt, .source = "import"});
        });
        REQUIRE_MESSAGE(opened, opened.error().code);
    }
};

/// On SQLite in memory, and on PostgreSQL where there is one.
inline void everywhere(const std::function<void(World&)>& test) {
    static const std::vector<std::span<const store::Migration>> modules{journal::schema(), party::schema(), status::schema(), casework::schema()};
    party::test::everywhere(modules, [&](Place& place) {
        CAPTURE(place.name);
        World world{place};
        test(world);
    });
}

/// 失业登记 as somebody fills it in whose work ended on `lost_on`.
inline Draft lost_work(const std::string& lost_on, const std::string& reason = "contract_expired") {
    return {.item = "unemployment_registration",
            .values = {{"lost_on", lost_on}, {"reason", reason}, {"wants_work", true}, {"able_to_work", true}, {"area", "370102"}, {"phone", "13853110001"}},
            .channel = "phone"};
}

/// A case that an officer has to look at: the paper tells no age.
inline Case waiting_case(World& w, const party::Actor& actor) {
    const auto out = w.submit(actor, lost_work("2026-11-20"));
    REQUIRE_MESSAGE(out, out.error().code);
    REQUIRE(out->state == State::accepted);
    return *out;
}

}  // namespace leye::casework::test
