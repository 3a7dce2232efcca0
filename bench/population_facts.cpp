#include "population_facts.hpp"

#include <fmt/format.h>

#include "app/demo/told.hpp"

namespace leye::bench {
namespace {

using demo::Citizen;
using demo::Draw;
using demo::Month;
using demo::Run;
using demo::Work;

// Assumed, as population_rates.hpp is: what the register hears of.
constexpr uint64_t part_heard = 22;
constexpr double job_heard = 0.9, end_heard = 0.55, resigned = 0.4;
constexpr int months_until_heard = 4;

}  // namespace

party::PersonId id_of(uint64_t index) {
    party::PersonId out;
    out.value.bytes[0] = 1;
    for (size_t i = 16; i-- > 8; index >>= 8) out.value.bytes[i] = static_cast<uint8_t>(index);
    return out;
}

determination::Basics basics_of(const Citizen& citizen) {
    return {.id = id_of(citizen.index), .born = citizen.born, .sex = citizen.male ? party::Sex::male : party::Sex::female, .area = fmt::format("{:09}", citizen.township)};
}

void spells_of(const Citizen& citizen, Date today, const determination::Dictionary& words, std::vector<Stretch>& out) {
    Draw draw = Draw::part(part_heard, citizen.index + 1);
    const Month now = demo::month_of(today);
    for (const Run& run : citizen.runs.all()) {
        const bool heard = demo::chance(draw, job_heard), told = demo::chance(draw, end_heard);
        // What began this month has not been registered yet; an end of the last months was told by some employers only.
        // Of farmers and others without insurance the register knows as flexible workers.
        if (run.from >= now || ((run.work == Work::employee || run.work == Work::uninsured) && !heard)) continue;
        Stretch stretch{.kind = run.work == Work::employee ? status::Kind::employed : run.work == Work::unemployed ? status::Kind::unemployed : status::Kind::flexible,
                        .from = demo::first_day_of(run.from),
                        .until = {}};
        if (run.until <= now && (told || run.until < now - months_until_heard)) {
            stretch.until = demo::first_day_of(run.until);
            if (run.work == Work::employee) stretch.end_reason = words.code(determination::Column::last_end_reason, demo::chance(draw, resigned) ? "worker_resigned" : "contract_expired");
        }
        out.push_back(stretch);
    }
}

void profiles_of(const demo::Population& population, const determination::Folder& folder, const determination::Dictionary& words, uint64_t from, uint64_t until,
                 const std::function<void(const determination::Profile&)>& each) {
    const Month newest = demo::month_of(folder.moment().data_month.value_or(folder.moment().today));
    std::vector<fact::Fact> facts;
    std::vector<Stretch> spells;
    std::vector<determination::Profile> home;
    const auto leave = [&] {
        determination::HouseholdCount count;
        for (const auto& profile : home) count.add(profile);
        for (auto& profile : home) {
            folder.add_household(profile, count);
            each(profile);
        }
        home.clear();
    };
    uint64_t household = from;
    population.for_each(from, until, [&](const Citizen& citizen) {
        if (citizen.household != household) leave();
        household = citizen.household;
        facts.clear(), spells.clear();
        demo::tell(citizen, {demo::month_of(1900, 1), newest + 1}, facts);
        spells_of(citizen, folder.moment().today, words, spells);
        home.push_back(folder.fold(basics_of(citizen), facts, spells));
    });
    leave();
}

}  // namespace leye::bench
