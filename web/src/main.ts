import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { make_router } from './router'
import { apply_preferences } from './shared/preferences'
import './shared/styles/tokens.css'
import './shared/styles/base.css'
import './shared/styles/element.css'

apply_preferences()
createApp(App).use(createPinia()).use(make_router()).mount('#app')
