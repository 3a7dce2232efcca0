#pragma once
#include "app/demo/province.hpp"
#include "app/world.hpp"

namespace leye::app {

/// Hands over what other departments know of the invented people, as their files, through the import that real files take;
/// nothing for a province of under 1,000 people, whose months say nothing. In: the people are in the database. Fails: Fault. Cost: some 4 s for 20,000 people.
void import_demo_facts(World& world, const demo::Province& province);

}  // namespace leye::app
