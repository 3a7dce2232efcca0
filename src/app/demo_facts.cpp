#include "app/demo_facts.hpp"

#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/demo/province_facts.hpp"
#include "services/determination/import.hpp"

namespace leye::app {
namespace {

/// In a city of a few people one who leaves a job makes the month look as if a tenth of it were missing.
constexpr size_t people_min = 1'000;

}  // namespace

void import_demo_facts(World& world, const demo::Province& province) {
    if (province.people.size() < people_min) return;
    const Date today = world.clock->now().date();
    const auto facts = demo::make_province_facts(demo::Size{}.seed, province, world.reference, today);
    const auto files = demo::make_source_files(province, facts, today);
    Progress progress("facts", std::ssize(files));
    for (size_t i = 0; i < files.size(); ++i) {
        const auto& file = files[i];
        const auto* source = world.sources.find(file.source);
        if (!source) throw Fault("the demo province: no source " + file.source);
        const auto done = determination::import_file(*world.db, world.seal, world.reference, *source, {.path = {}, .text = file.content},
                                                     {.actor = party::system_actor(), .clock = world.clock.get(), .file_name = file.name, .given_by = {}, .purpose = {}});
        if (!done) throw Fault(fmt::format("the demo province: {}: {} {}", file.name, done.error().code, done.error().field));
        if (done->counts.refused > 0) throw Fault(fmt::format("the demo province: {} rows of {} were refused", done->counts.refused, file.name));
        progress.at(static_cast<int64_t>(i));
    }
}

}  // namespace leye::app
