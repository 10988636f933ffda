// A page is a route, a query and a view; each page is a file of its own in the build.

import { createRouter, createWebHistory } from 'vue-router'
import type { Key } from '@/i18n'

declare module 'vue-router' {
  interface RouteMeta {
    title: Key
    section?: 'home' | 'work' | 'trace' | 'plans' | 'tasks' | 'assessments' | 'registers' | 'indicators' | 'import' | 'about' | 'lookup' | 'complain' | 'firm' | 'laboratory'
  }
}

export const router = createRouter({
  history: createWebHistory(),
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
  routes: [
    { path: '/', component: () => import('./pages/HomePage.vue'), meta: { title: 'nav.home', section: 'home' } },
    {
      path: '/work',
      component: () => import('./pages/WorkPage.vue'),
      meta: { title: 'nav.work', section: 'work' },
    },
    {
      path: '/deliveries',
      component: () => import('./pages/DeliveriesPage.vue'),
      meta: { title: 'delivery.title', section: 'work' },
    },
    {
      path: '/registers',
      component: () => import('./pages/RegistersPage.vue'),
      meta: { title: 'nav.registers', section: 'registers' },
    },
    {
      path: '/registers/:register',
      component: () => import('./pages/RegisterPage.vue'),
      props: true,
      meta: { title: 'nav.registers', section: 'registers' },
    },
    {
      path: '/registers/:register/new',
      component: () => import('./pages/NewRecordPage.vue'),
      props: true,
      meta: { title: 'record.new', section: 'registers' },
    },
    {
      path: '/registers/:register/by-key',
      component: () => import('./pages/RecordByKeyPage.vue'),
      props: (route) => ({ register: String(route.params.register) }),
      meta: { title: 'nav.registers', section: 'registers' },
    },
    {
      path: '/registers/:register/:id',
      component: () => import('./pages/RecordPage.vue'),
      props: true,
      meta: { title: 'nav.registers', section: 'registers' },
    },
    {
      path: '/import',
      component: () => import('./pages/ImportPage.vue'),
      meta: { title: 'nav.import', section: 'import' },
    },
    {
      path: '/indicators',
      component: () => import('./pages/IndicatorsPage.vue'),
      meta: { title: 'nav.indicators', section: 'indicators' },
    },
    {
      path: '/indicators/:indicator',
      component: () => import('./pages/IndicatorPage.vue'),
      props: true,
      meta: { title: 'nav.indicators', section: 'indicators' },
    },
    {
      path: '/plans',
      component: () => import('./pages/PlansPage.vue'),
      meta: { title: 'nav.plans', section: 'plans' },
    },
    {
      path: '/plans/compare',
      component: () => import('./pages/ComparePage.vue'),
      meta: { title: 'compare.title', section: 'plans' },
    },
    {
      path: '/plans/:plan',
      component: () => import('./pages/PlanPage.vue'),
      props: true,
      meta: { title: 'nav.plans', section: 'plans' },
    },
    {
      path: '/tasks',
      component: () => import('./pages/TasksPage.vue'),
      meta: { title: 'nav.tasks', section: 'tasks' },
    },
    {
      path: '/assessments',
      component: () => import('./pages/AssessmentsPage.vue'),
      meta: { title: 'nav.assessments', section: 'assessments' },
    },
    {
      path: '/assessments/:scheme/:year/:region',
      component: () => import('./pages/ScoreSheetPage.vue'),
      props: true,
      meta: { title: 'nav.assessments', section: 'assessments' },
    },
    {
      path: '/trace',
      component: () => import('./pages/TracePage.vue'),
      meta: { title: 'nav.trace', section: 'trace' },
    },
    {
      path: '/trace/recall',
      component: () => import('./pages/RecallPage.vue'),
      meta: { title: 'recall.title', section: 'trace' },
    },
    {
      path: '/trace/anomalies',
      component: () => import('./pages/AnomaliesPage.vue'),
      meta: { title: 'anomaly.title', section: 'trace' },
    },
    // GS1 Digital Links: what stands on the package.
    {
      path: '/01/:gtin',
      component: () => import('./pages/ProductPage.vue'),
      props: true,
      meta: { title: 'product.recalls' },
    },
    {
      path: '/01/:gtin/10/:lot',
      component: () => import('./pages/ProductPage.vue'),
      props: true,
      meta: { title: 'product.recalls' },
    },
    {
      path: '/01/:gtin/21/:serial',
      component: () => import('./pages/ProductPage.vue'),
      props: true,
      meta: { title: 'product.recalls' },
    },
    {
      path: '/01/:gtin/10/:lot/21/:serial',
      component: () => import('./pages/ProductPage.vue'),
      props: true,
      meta: { title: 'product.recalls' },
    },
    { path: '/report', component: () => import('./pages/ReportPage.vue'), meta: { title: 'report.title' } },
    {
      path: '/firm',
      component: () => import('./pages/FirmPage.vue'),
      meta: { title: 'firm.title', section: 'firm' },
    },
    {
      path: '/laboratory',
      component: () => import('./pages/LaboratoryPage.vue'),
      meta: { title: 'laboratory.title', section: 'laboratory' },
    },
    {
      path: '/lookup',
      component: () => import('./pages/LookupPage.vue'),
      meta: { title: 'lookup.title', section: 'lookup' },
    },
    {
      path: '/complain',
      component: () => import('./pages/ComplainPage.vue'),
      meta: { title: 'complaint.title', section: 'complain' },
    },
    {
      path: '/complain/follow',
      component: () => import('./pages/FollowComplaintPage.vue'),
      meta: { title: 'complaint.followTitle', section: 'complain' },
    },
    {
      path: '/report/follow',
      component: () => import('./pages/FollowReportPage.vue'),
      meta: { title: 'report.followTitle' },
    },
    {
      path: '/identity-openings/:request',
      component: () => import('./pages/OpenIdentityPage.vue'),
      props: true,
      meta: { title: 'opening.title' },
    },
    { path: '/login', component: () => import('./pages/LoginPage.vue'), meta: { title: 'nav.login' } },
    {
      path: '/about',
      component: () => import('./pages/AboutPage.vue'),
      meta: { title: 'nav.about', section: 'about' },
    },
    { path: '/:path(.*)*', component: () => import('./pages/NotFoundPage.vue'), meta: { title: 'notFound.title' } },
  ],
})
