import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { make_router } from './router'
import { read_kiosk_setting } from './shared/channel'
import { apply_preferences } from './shared/preferences'
import './shared/styles/tokens.css'
import './shared/styles/base.css'
import './shared/styles/element.css'

apply_preferences()
read_kiosk_setting(location.search)
createApp(App).use(createPinia()).use(make_router()).mount('#app')
